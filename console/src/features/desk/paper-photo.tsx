import { CameraOutlined } from '@ant-design/icons';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Modal, Progress } from 'antd';
import { useRef, useState } from 'react';
import { errorText } from '../../api/api-error';
import { proxyApi } from '../../api/clients';
import { PICTURE_TYPES, uploadPaper } from '../../api/upload';
import { QueryView } from '../../components/query-view';

const words = { add: '拍照或选择照片', again: '换一张照片' };

/** Keeps a photo of the signed paper with a request, before it is confirmed. */
export function PaperPhoto({ proxy, onKept }: { proxy: Proxy; onKept: (kept: Proxy) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => uploadPaper(proxy.id, file, setPercent),
    onMutate: () => setPercent(0),
    onSuccess: onKept,
  });
  const text = proxy.hasPaper ? words.again : words.add;
  return (
    <div>
      <div className="button-row">
        <Button icon={<CameraOutlined aria-hidden />} loading={upload.isPending} onClick={() => input.current?.click()}>
          {text}
        </Button>
        {proxy.hasPaper && <PaperButton proxy={proxy} />}
      </div>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES}
        // The form's own style would show a field that is only `hidden`.
        style={{ display: 'none' }}
        aria-label="授权书照片"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) upload.mutate(file);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <div role="status">
        {upload.isPending && <Progress percent={percent} size="small" aria-label="上传进度" />}
        {upload.isSuccess && <span className="soft">照片已存好，只有经办的员工能看，每次查看都有记录</span>}
      </div>
      {upload.error && <Alert type="error" showIcon title={errorText(upload.error)} style={{ marginTop: 8 }} />}
    </div>
  );
}

function Paper({ proxy }: { proxy: Proxy }) {
  const query = useQuery({
    queryKey: ['proxy-paper', proxy.id, proxy.rev],
    queryFn: () => proxyApi.paper({ params: { id: proxy.id } }),
    // Not kept on this machine once it is closed.
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <QueryView query={query}>
      {({ image }) => <img src={image} alt={`${proxy.name}的代办授权书`} className="paper-photo" />}
    </QueryView>
  );
}

/** Opens the photo of the signed paper; it is fetched only then, and each look is written down. */
export function PaperButton({ proxy }: { proxy: Proxy }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button aria-label={`看授权书照片 ${proxy.name}`} onClick={() => setOpen(true)}>
        看授权书照片
      </Button>
      <Modal
        open={isOpen}
        title="签字的授权书"
        footer={null}
        width={720}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Paper proxy={proxy} />
      </Modal>
    </>
  );
}
