import { RichText, View } from '@tarojs/components';
import { useMemo, type ReactNode } from 'react';
import { apiOrigin, isH5 } from '@/platform';

/** WeChat's rich text takes styles by class only, so each element gets one named after its tag. */
const addClasses = (html: string): string =>
  html.replace(/<(p|h1|h2|h3|h4|ul|ol|li|img|table|td|th|blockquote|a|strong)(?=[\s>/])/gi, (_, tag: string) => {
    const name = tag.toLowerCase();
    // Browsers load pictures when they come near; WeChat decides by itself.
    return `<${name} class="rich-${name}"${isH5 && name === 'img' ? ' loading="lazy"' : ''}`;
  });

const withOrigin = (html: string): string => (apiOrigin ? html.replace(/src="\//g, `src="${apiOrigin}/`) : html);

/** Text of an article, an agreement or a consent; the server has sanitised it. */
export function RichHtml({ html }: { html: string }): ReactNode {
  const ready = useMemo(() => addClasses(withOrigin(html)), [html]);
  if (isH5) return <View className="rich" dangerouslySetInnerHTML={{ __html: ready }} />;
  return (
    <View className="rich">
      <RichText nodes={ready} />
    </View>
  );
}
