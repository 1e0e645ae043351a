import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { proxyApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { proxyWords, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { ConfirmProxyDialog, type PaperConsent } from './confirm-proxy-dialog';
import { PaperButton } from './paper-photo';
import { NarrowProxyDialog, type Narrowed } from './narrow-proxy-dialog';
import { relationshipNames, scopeNames } from './proxy-words';

const isOpen = ({ status }: Proxy): boolean => status === 'proposed' || status === 'active';

const proxyText = (proxy: Proxy): string =>
  [
    `可以：${proxy.scopes.map((scope) => scopeNames[scope]).join('、')}`,
    `到${dayText(proxy.endsDay)}`,
    proxy.channel === 'desk' ? '前台凭纸质授权书确认' : null,
    proxy.channel === 'account' ? '本人在手机上确认' : null,
  ]
    .filter(Boolean)
    .join(' · ');

function useAnswers(residentId: string, onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['resident-proxies', residentId] });
  const confirm = useMutation({
    mutationFn: ({ proxy, consent }: { proxy: Proxy; consent: PaperConsent }) =>
      proxyApi.confirm({ params: { id: proxy.id }, body: consent }),
    onSuccess: () => {
      tell.done('代办已开通');
      onDone();
    },
    onError: tell.failed,
    onSettled: refresh,
  });
  const revoke = useMutation({
    mutationFn: (proxy: Proxy) => proxyApi.revoke({ params: { id: proxy.id } }),
    onSuccess: () => tell.done('代办已停止'),
    onError: tell.failed,
    onSettled: refresh,
  });
  const narrow = useMutation({
    mutationFn: ({ proxy, less }: { proxy: Proxy; less: Narrowed }) =>
      proxyApi.narrow({ params: { id: proxy.id }, body: less }),
    onSuccess: () => {
      tell.done('代办已缩小');
      onDone();
    },
    onError: tell.failed,
    onSettled: refresh,
  });
  return { confirm, revoke, narrow, refresh };
}

interface ProxyItemProps {
  proxy: Proxy;
  onConfirm: () => void;
  onNarrow: () => void;
  onRevoke: () => void;
}

function ProxyItem({ proxy, onConfirm, onNarrow, onRevoke }: ProxyItemProps) {
  return (
    <li>
      <div className="proxy-head">
        <strong>
          {proxy.name}（{relationshipNames[proxy.relationship]}）
        </strong>
        <StateTag word={proxyWords[proxy.status]} />
      </div>
      <p className="soft">{proxyText(proxy)}</p>
      {proxy.status !== 'proposed' && proxy.hasPaper && (
        <div className="button-row">
          <PaperButton proxy={proxy} />
        </div>
      )}
      {isOpen(proxy) && (
        <div className="button-row">
          {proxy.status === 'proposed' && (
            <Button type="primary" aria-label={`凭授权书确认 ${proxy.name}`} onClick={onConfirm}>
              凭授权书确认
            </Button>
          )}
          {proxy.status === 'active' && (
            <Button aria-label={`缩小代办 ${proxy.name}`} onClick={onNarrow}>
              缩小代办
            </Button>
          )}
          <Button danger aria-label={`停止代办 ${proxy.name}`} onClick={onRevoke}>
            停止代办
          </Button>
        </div>
      )}
    </li>
  );
}

/** The relatives who ask to act or act for a person, to be confirmed by the paper that the person signed. */
export function ProxyDrawer({ resident, onClose }: { resident: Resident; onClose: () => void }) {
  const { modal } = App.useApp();
  const [confirming, setConfirming] = useState<Proxy | null>(null);
  const [narrowing, setNarrowing] = useState<Proxy | null>(null);
  const { confirm, revoke, narrow, refresh } = useAnswers(resident.id, () => {
    setConfirming(null);
    setNarrowing(null);
  });
  const query = useQuery({
    queryKey: ['resident-proxies', resident.id],
    queryFn: () => proxyApi.ofResident({ params: { id: resident.id } }),
  });
  const kept = (proxy: Proxy): void => {
    setConfirming(proxy);
    void refresh();
  };
  const askRevoke = (proxy: Proxy): void =>
    void modal.confirm({
      title: `停止${proxy.name}的代办？`,
      content: `停止后，${proxy.name}不能再替${resident.name}办事，马上生效。`,
      okText: '停止代办',
      okButtonProps: { danger: true },
      cancelText: '返回',
      onOk: () => revoke.mutateAsync(proxy).catch(() => undefined),
    });
  return (
    <Drawer open title={`家人代办：${resident.name}`} size={560} onClose={onClose}>
      <p className="soft">家人先在手机上申请，本人带证件和签字的授权书来前台确认。</p>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="还没有家人申请代办" />
          ) : (
            <ul className="proxy-list">
              {items.map((proxy) => (
                <ProxyItem
                  key={proxy.id}
                  proxy={proxy}
                  onConfirm={() => setConfirming(proxy)}
                  onNarrow={() => setNarrowing(proxy)}
                  onRevoke={() => askRevoke(proxy)}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      {narrowing && (
        <NarrowProxyDialog
          proxy={narrowing}
          residentName={resident.name}
          busy={narrow.isPending}
          onSubmit={(less) => narrow.mutate({ proxy: narrowing, less })}
          onClose={() => setNarrowing(null)}
        />
      )}
      {confirming && (
        <ConfirmProxyDialog
          proxy={confirming}
          residentName={resident.name}
          busy={confirm.isPending}
          onSubmit={(consent) => confirm.mutate({ proxy: confirming, consent })}
          onPaper={kept}
          onClose={() => setConfirming(null)}
        />
      )}
    </Drawer>
  );
}
