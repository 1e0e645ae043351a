import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { errorCatalogue } from '@linkang/shared/errors';
import { ApiError } from '@/api/api-error';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { Live } from '@/components/live';
import { Empty, ErrorBox, Loading, Missing, type PictureName } from '@/components/states';

const EMPTY: [PictureName, string][] = [
  ['booking', '现在没有预约'],
  ['notice', '还没有消息'],
  ['record', '还没有健康档案'],
  ['article', '还没有收藏文章'],
  ['relative', '还没有帮忙的家人'],
  ['search', '没有这样的文章'],
];

const SHOWN = ['BUSY', 'AUTH_REQUIRED', 'CONSENT_REQUIRED'] as const;

/** What stands in the place of content: nothing yet, loading, refused, gone. */
export const StateParts = (): ReactNode => (
  <>
    <SectionTitle>还没有内容时</SectionTitle>
    {EMPTY.map(([picture, title]) => (
      <Empty key={picture} picture={picture} title={title}>
        <View>下面说接着做什么。</View>
        <Button kind="plain" onPress={() => undefined}>
          去看看
        </Button>
      </Empty>
    ))}
    <SectionTitle>出错和等待时</SectionTitle>
    <Loading lines={1} />
    <Live>已显示20条记录</Live>
    {SHOWN.map((code) => (
      <ErrorBox
        key={code}
        error={new ApiError({ code, title: errorCatalogue[code].title, detail: errorCatalogue[code].detail })}
        onRetry={() => undefined}
      />
    ))}
    <Missing />
  </>
);
