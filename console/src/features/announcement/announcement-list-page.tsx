import { PlusOutlined } from '@ant-design/icons';
import type { KeptAnnouncement } from '@linkang/shared/api/announcement.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { App, Button } from 'antd';
import { useState } from 'react';
import { announcementApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { announcementWords, CheckTag, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { AnnouncementDrawer } from './announcement-drawer';

const KEY = ['announcements'];

/** Asks, then ends an announcement. */
function useEnding(): (row: KeptAnnouncement) => void {
  const { modal } = App.useApp();
  const tell = useTell();
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => announcementApi.end({ params: { id } }),
    onSuccess: () => tell.done('已结束，居民看不到了'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  return (row) =>
    void modal.confirm({
      title: `结束“${row.title}”？`,
      content: '结束后居民马上看不到，不能恢复；还要用就再写一条。',
      okText: '确认结束',
      cancelText: '返回',
      onOk: () => end.mutateAsync(row.id).catch(() => undefined),
    });
}

const columnsOf = (end: (row: KeptAnnouncement) => void): TableColumnsType<KeptAnnouncement> => [
  {
    title: '公告',
    dataIndex: 'title',
    render: (title: string, row) => (
      <>
        <strong>{title}</strong>
        <div className="soft" style={{ whiteSpace: 'pre-line' }}>
          {row.text}
        </div>
      </>
    ),
  },
  {
    title: '重要',
    dataIndex: 'important',
    className: 'nowrap',
    render: (important: boolean) => (important ? '重要' : '—'),
  },
  {
    title: '显示日期',
    key: 'days',
    className: 'nowrap',
    render: (_, row) => `${dayText(row.fromDay)} 至 ${dayText(row.toDay)}`,
  },
  { title: '发布人', dataIndex: 'authorName', className: 'nowrap' },
  {
    title: '状态',
    dataIndex: 'state',
    className: 'nowrap',
    render: (_, row) => (
      <>
        <StateTag word={announcementWords[row.state]} /> <CheckTag check={row.check} />
      </>
    ),
  },
  {
    title: '操作',
    key: 'actions',
    className: 'screen-only',
    render: (_, row) =>
      row.state === 'ended' ? (
        '—'
      ) : (
        <Button aria-label={`提前结束：${row.title}`} onClick={() => end(row)}>
          提前结束
        </Button>
      ),
  },
];

/** What the centre announces: all of it, with a form for more. */
export function AnnouncementListPage() {
  const [writing, setWriting] = useState(false);
  const query = usePages(KEY, (cursor) => announcementApi.history({ query: cursor }));
  const end = useEnding();
  return (
    <>
      <PageHeader
        title="公告"
        note="写在小程序首页最上面，重要的排在前面。"
        actions={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setWriting(true)}>
            写公告
          </Button>
        }
      />
      <section className="panel" aria-label="公告列表">
        <PagedTable
          list="announcements"
          query={query}
          columns={columnsOf(end)}
          emptyText="还没有公告，点“写公告”开始"
        />
      </section>
      {writing && <AnnouncementDrawer onClose={() => setWriting(false)} />}
    </>
  );
}
