import { videoHosts, videoSiteOf } from '@linkang/shared/domain/video-links';
import type { Editor } from '@tiptap/react';
import { Form, Input, Modal } from 'antd';

interface VideoValues {
  href: string;
  title: string;
}

const sites = Object.values(videoHosts).join('、');

/** Asks for a video, and puts a link to it on a line of its own: no page of others runs inside an article. */
export function VideoDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [form] = Form.useForm<VideoValues>();
  const insert = ({ href, title }: VideoValues): void => {
    onClose();
    const address = href.trim();
    const text = `▶ 看视频：${title.trim()}（${videoSiteOf(address) ?? ''}）`;
    const link = { type: 'text', text, marks: [{ type: 'link', attrs: { href: address } }] };
    editor
      .chain()
      .focus()
      .insertContent({ type: 'paragraph', content: [link] })
      .run();
  };
  return (
    <Modal
      open
      title="视频链接"
      okText="插入"
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('href')}
    >
      <Form form={form} layout="vertical" onFinish={insert}>
        <Form.Item
          name="href"
          label="视频网址"
          extra={`可以用：${sites}。居民点了才打开，不会在文章里播放。`}
          rules={[
            {
              validator: (_, value: string | undefined) =>
                videoSiteOf(value ?? '') === null
                  ? Promise.reject(new Error(`请填 https:// 开头的网址，只能用：${sites}`))
                  : Promise.resolve(),
            },
          ]}
        >
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        <Form.Item
          name="title"
          label="视频名称"
          rules={[{ required: true, whitespace: true, message: '请写视频名称' }]}
        >
          <Input autoComplete="off" maxLength={40} showCount />
        </Form.Item>
        <button type="submit" hidden />
      </Form>
    </Modal>
  );
}
