import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTell } from '../../components/use-tell';

/** Saves a team, a community or a cell; the lists name one another. */
export function useSave<T>(save: (body: T) => Promise<{ name: string }>, onSaved: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: save,
    onSuccess: async ({ name }) => {
      tell.done(`已保存 ${name}`);
      onSaved();
      await Promise.all(
        ['teams', 'communities', 'cells'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
}
