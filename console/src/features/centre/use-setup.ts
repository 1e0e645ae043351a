import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTell } from '../../components/use-tell';

/** Saves a team or a community; both lists name the other. */
export function useSave<T>(save: (body: T) => Promise<{ name: string }>, onSaved: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: save,
    onSuccess: async ({ name }) => {
      tell.done(`已保存 ${name}`);
      onSaved();
      await Promise.all(['teams', 'communities'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
    },
  });
}
