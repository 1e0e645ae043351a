import { useState, type PropsWithChildren, type ReactNode } from 'react';
import { Button } from './button';
import type { IconName } from './icon';
import { Sheet } from './sheet';

interface AskFirstProps {
  /** What the button says, and what is asked. */
  word: string;
  /** Spoken name of the button where it says more; must contain the word. */
  label?: string;
  /** The question; 「要…吗？」 unless given. */
  title?: string;
  /** What the button says that does it; the word unless given. */
  yes?: string;
  /** What the button says that leaves everything as it is. */
  no?: string;
  kind?: 'plain' | 'danger' | 'quiet';
  icon?: IconName;
  isDisabled?: boolean;
  isBusy?: boolean;
  /** Does it. @returns whether it is done, so that the question goes */
  onYes: () => Promise<boolean>;
}

/** A button that asks in words before it does something final; the children say what follows from it. */
export function AskFirst({
  word,
  label,
  title = `要${word}吗？`,
  yes = word,
  no = '先不',
  kind = 'danger',
  icon,
  isDisabled = false,
  isBusy = false,
  onYes,
  children,
}: PropsWithChildren<AskFirstProps>): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const send = async (): Promise<void> => {
    if (await onYes()) setAsking(false);
  };
  return (
    <>
      <Button
        kind={kind}
        isDisabled={isDisabled}
        onPress={() => setAsking(true)}
        {...(label === undefined ? {} : { label })}
        {...(icon === undefined ? {} : { icon })}
      >
        {word}
      </Button>
      <Sheet isOpen={isAsking} title={title} closeText={no} onClose={() => setAsking(false)}>
        {children}
        <Button kind="danger" isBusy={isBusy} onPress={() => void send()}>
          {yes}
        </Button>
      </Sheet>
    </>
  );
}
