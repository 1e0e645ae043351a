import type { Template } from '@linkang/shared/api/schedule.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { scheduleApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';
import { spanText } from '../../components/words';
import { weekdayText } from './schedule-words';

const KEY = 'schedule';

/** Which templates are listed. */
export interface TemplateFilter {
  serviceCode?: string;
  active?: 'true' | 'false';
}

/** Templates in order of weekday and time. */
export const useTemplates = (filter: TemplateFilter) =>
  useQuery({ queryKey: [KEY, 'templates', filter], queryFn: () => scheduleApi.templates({ query: filter }) });

/** Closed and working days of a year. */
export const useDays = (year: number) =>
  useQuery({ queryKey: [KEY, 'days', year], queryFn: () => scheduleApi.days({ query: { year } }) });

/** Sessions that exist on a day of the calendar. */
export const useDaySessions = (id: string) =>
  useQuery({ queryKey: [KEY, 'sessions', id], queryFn: () => scheduleApi.daySessions({ params: { id } }) });

/** What the templates would open. */
export const usePreview = (range: { fromDay: string; toDay: string }) =>
  useQuery({ queryKey: [KEY, 'preview', range], queryFn: () => scheduleApi.preview({ query: range }) });

/** Makes all that the schedule shows be read anew, with the sessions that came of it. */
export function useRefresh(): () => Promise<unknown> {
  const queryClient = useQueryClient();
  return () => {
    // A page that is opened next waits for the new state: a form filled from the old one would not say what was made.
    queryClient.removeQueries({ queryKey: [KEY], type: 'inactive' });
    return Promise.all([KEY, 'sessions', 'today'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
  };
}

interface Removal {
  title: string;
  content: string;
  remove: () => Promise<unknown>;
}

/** Asks, then removes something. */
export function useRemoval(): (removal: Removal) => void {
  const { modal } = App.useApp();
  const tell = useTell();
  const refresh = useRefresh();
  const run = useMutation({
    mutationFn: (remove: Removal['remove']) => remove(),
    onSuccess: () => tell.done('已删除'),
    onError: tell.failed,
    onSettled: refresh,
  });
  return ({ title, content, remove }) =>
    void modal.confirm({
      title,
      content,
      okText: '确认删除',
      okButtonProps: { danger: true },
      cancelText: '返回',
      focusable: { autoFocusButton: 'cancel' },
      onOk: () => run.mutateAsync(remove).catch(() => undefined),
    });
}

/** How a template is called in questions and buttons. */
export const templateTitle = (template: Template): string =>
  `${weekdayText(template.weekday)} ${spanText(template)} ${template.serviceName}`;
