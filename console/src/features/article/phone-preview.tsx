import { Drawer, Segmented } from 'antd';
import { useState } from 'react';

type ReadingMode = 'normal' | 'elder';

interface PhonePreviewProps {
  open: boolean;
  title: string;
  category: string;
  /** From the editor, whose schema lets only its own kinds of text through. */
  html: string;
  onClose: () => void;
}

/** The article as residents see it, on a phone 390 px wide, in both reading modes. */
export function PhonePreview({ open, title, category, html, onClose }: PhonePreviewProps) {
  const [mode, setMode] = useState<ReadingMode>('normal');
  return (
    <Drawer open={open} title="手机预览" size={470} onClose={onClose} destroyOnHidden>
      <Segmented<ReadingMode>
        block
        aria-label="阅读模式"
        value={mode}
        options={[
          { value: 'normal', label: '普通模式' },
          { value: 'elder', label: '长辈模式' },
        ]}
        onChange={setMode}
      />
      <article className={`phone phone-${mode}`} tabIndex={0} aria-label="文章预览">
        <h2 className="phone-title">{title || '（还没有标题）'}</h2>
        <p className="phone-meta">{category || '（还没有分类）'}</p>
        <div className="phone-text" dangerouslySetInnerHTML={{ __html: html || '<p>（还没有正文）</p>' }} />
      </article>
    </Drawer>
  );
}
