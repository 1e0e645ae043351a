import type { ReactNode } from 'react';
import { Page } from '@/components/page';
import { FormParts } from '../../components/form-parts';
import { ShownParts } from '../../components/shown-parts';
import { StateParts } from '../../components/state-parts';

/** Every part of the phone in each of its states; built for work on the parts only (app.config.ts). */
function PartsPage(): ReactNode {
  return (
    <Page title="所有部件" hasPerson>
      <ShownParts />
      <FormParts />
      <StateParts />
    </Page>
  );
}

export default PartsPage;
