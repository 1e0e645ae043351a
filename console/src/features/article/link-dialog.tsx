import type { Editor } from '@tiptap/react';
import { Form, Input, Modal } from 'antd';

interface LinkValues {
  href: string;
  text?: string;
}

const isAddress = (text: string): boolean => /^(https?:\/\/[^\s]+\.[^\s]+|tel:[\d-]+)$/.test(text);

function applyLink(editor: Editor, { href = '', text }: LinkValues): void {
  const chain = editor.chain().focus().extendMarkRange('link');
  const address = href.trim();
  if (address === '') chain.unsetLink().run();
  else if (text?.trim()) {
    const mark = { type: 'link', attrs: { href: address } };
    chain.insertContent({ type: 'text', text: text.trim(), marks: [mark] }).run();
  } else chain.setLink({ href: address }).run();
}

/** Asks for the address of a link; an empty one removes the link. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [form] = Form.useForm<LinkValues>();
  const needsText = editor.state.selection.empty && !editor.isActive('link');
  const current: unknown = editor.getAttributes('link')['href'];
  const submit = (values: LinkValues): void => {
    onClose();
    applyLink(editor, values);
  };
  return (
    <Modal
      open
      title="链接"
      okText="确定"
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => isOpen && form.focusField('href')}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ href: typeof current === 'string' ? current : '' }}
        onFinish={submit}
      >
        <Form.Item
          name="href"
          label="网址"
          extra="以 https:// 或 tel: 开头，例如 https://www.nhc.gov.cn 或 tel:12320。留空就去掉链接。"
          rules={[
            {
              validator: (_, value: string | undefined) =>
                !value?.trim() || isAddress(value.trim())
                  ? Promise.resolve()
                  : Promise.reject(new Error('网址要以 https:// 或 tel: 开头')),
            },
          ]}
        >
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        {needsText && (
          <Form.Item name="text" label="显示的文字" rules={[{ required: true, message: '请写要显示的文字' }]}>
            <Input autoComplete="off" maxLength={60} />
          </Form.Item>
        )}
        <button type="submit" hidden />
      </Form>
    </Modal>
  );
}
