import type { ReactNode } from 'react';
import { Page } from '@/components/page';
import { Missing } from '@/components/states';

/** For an address without a page: an old link, or one that lost its end. */
function MissingPage(): ReactNode {
  return (
    <Page title="找不到这一页">
      <Missing>链接可能不完整，或者这一页已经不用了。</Missing>
    </Page>
  );
}

export default MissingPage;
