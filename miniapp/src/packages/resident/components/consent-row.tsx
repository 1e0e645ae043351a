import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { Button } from '@/components/button';
import { CheckRow } from '@/components/choices';
import { plainText } from '@/components/plain-text';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import { Sheet } from '@/components/sheet';

/** A text to agree to. */
export type Consent = CallReply<ResidentRoutes['consents']>['items'][number];

interface ConsentRowProps {
  consent: Consent;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}

/** One consent: a box of its own, never ticked beforehand, and the text one tap away. */
export function ConsentRow({ consent, isChecked, onChange }: ConsentRowProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <View className="stack">
      <CheckRow
        title={`我同意《${consent.title}》`}
        note={consent.required ? '需要同意才能登记' : '可以不同意'}
        isChecked={isChecked}
        onChange={onChange}
      />
      <Button kind="quiet" icon="list" onPress={() => setOpen(true)}>
        {`看《${consent.title}》`}
      </Button>
      <Sheet isOpen={isOpen} title={consent.title} onClose={() => setOpen(false)}>
        <ReadAloud label={consent.title} text={plainText(consent.html)} />
        <RichHtml html={consent.html} />
      </Sheet>
    </View>
  );
}
