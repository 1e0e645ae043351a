import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { aria } from '@/components/a11y';
import { Page } from '@/components/page';
import { RestoredNote } from '@/components/restored-note';
import { Loaded } from '@/components/states';
import { useKeptForm } from '@/hooks/use-kept-form';
import { useParam } from '@/hooks/use-param';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { isH5 } from '@/platform';
import { backTo, routes } from '@/routes';
import { AgreementStep } from '../../components/agreement-step';
import { PackageStep, type Term } from '../../components/package-step';
import { SignStep } from '../../components/sign-step';
import { OwnSigning } from '../../components/own-signing';
import { sendSigned, usePaper, type Matter, type Paper, type Signed } from '../../use-signing';

type Step = 'agreement' | 'packages' | 'signature';

const STEP_TITLES: Record<Step, string> = {
  agreement: '第1步，共3步：看协议',
  packages: '第2步，共3步：选服务',
  signature: '第3步，共3步：签名',
};

/** Taro's View moves its children once while it loads, which would drop a focus set at once. */
const SETTLED_MS = 60;

const TERM_YEARS: Record<Term, Signed['termYears']> = { '1': 1, '2': 2, '3': 3 };

/** What was signed before stays chosen; otherwise what is free for everyone: what costs money never is by itself. */
const chosenAtFirst = ({ packages, previous }: Paper): string[] =>
  packages
    .filter(({ code, priceFen }) =>
      previous ? previous.packages.some((row) => row.code === code) : code === 'BASIC' && priceFen === 0,
    )
    .map(({ id }) => id);

/** What the page is about, in words. */
const wordsOf = ({ renewId, transferId }: Matter): { title: string; sendText: string } => {
  if (renewId !== undefined) return { title: '续签家庭医生', sendText: '确定续签' };
  if (transferId !== undefined) return { title: '换医生团队', sendText: '提交换团队申请' };
  return { title: '签约申请', sendText: '提交签约申请' };
};

/** Each step after the first begins at the top of the page, for eyes and for screen readers. */
const StepTitle = ({ step }: { step: Step }): ReactNode => {
  const title = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (step === 'agreement') return;
    Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined);
    if (isH5) setTimeout(() => title.current?.focus({ preventScroll: true }), SETTLED_MS);
  }, [step]);
  return (
    <View
      ref={title}
      className="section-title"
      {...aria('heading', { 'aria-level': 2 })}
      {...(isH5 ? { tabIndex: -1 } : {})}
    >
      {STEP_TITLES[step]}
    </View>
  );
};

const Steps = ({ matter, paper, residentId }: { matter: Matter; paper: Paper; residentId: string }): ReactNode => {
  const [step, setStep] = useState<Step>('agreement');
  const [isRead, setRead] = useState(false);
  // The choices alone: the agreement is read again, and nobody's signature lies about.
  const kept = useKeptForm<{ chosen: string[]; term: Term }>(`sign.${JSON.stringify(matter)}.${residentId}`, {
    chosen: chosenAtFirst(paper),
    term: '1',
  });
  const { term } = kept.form;
  // A service may have ended since.
  const chosen = kept.form.chosen.filter((id) => paper.packages.some((row) => row.id === id));
  const form = useSubmit((signed: Signed, key) => sendSigned(matter, residentId, signed, key));
  const go = (next: Step): void => {
    setStep(next);
    form.clearError();
  };
  const askToSend = useSendPermission('contract');
  const sign = async (signature: string): Promise<void> => {
    const asked = askToSend();
    const contract = await form.submit({
      packageIds: chosen,
      termYears: TERM_YEARS[term],
      textVersion: paper.agreement.version,
      signature,
    });
    await asked;
    if (!contract) return;
    kept.forget();
    backTo(routes.contract());
  };
  const packageNames = paper.packages
    .filter(({ id }) => chosen.includes(id))
    .map(({ name }) => name)
    .join('、');
  return (
    <>
      <StepTitle key={step} step={step} />
      {step === 'packages' ? <RestoredNote kept={kept} /> : null}
      {step === 'agreement' ? (
        <AgreementStep agreement={paper.agreement} isRead={isRead} onRead={setRead} onNext={() => go('packages')} />
      ) : null}
      {step === 'packages' ? (
        <PackageStep
          packages={paper.packages}
          chosen={chosen}
          onChoose={(ids) => kept.set({ chosen: ids })}
          term={term}
          onTerm={(years) => kept.set({ term: years })}
          onBack={() => go('agreement')}
          onNext={() => go('signature')}
        />
      ) : null}
      {step === 'signature' ? (
        <SignStep
          teamName={paper.team.name}
          packageNames={packageNames}
          termYears={TERM_YEARS[term]}
          sendText={wordsOf(matter).sendText}
          isBusy={form.isBusy}
          error={form.error}
          onSign={(signature) => void sign(signature)}
          onBack={() => go('packages')}
        />
      ) : null}
    </>
  );
};

const Signing = ({ matter, residentId }: { matter: Matter; residentId: string }): ReactNode => {
  const load = usePaper(matter, residentId);
  return <Loaded load={load}>{(paper) => <Steps matter={matter} paper={paper} residentId={residentId} />}</Loaded>;
};

/** What the address says, without what is not there. */
function useMatter(): Matter {
  const [teamId, renewId, transferId] = [useParam('teamId'), useParam('renew'), useParam('transfer')];
  return { ...(teamId ? { teamId } : {}), ...(renewId ? { renewId } : {}), ...(transferId ? { transferId } : {}) };
}

/** Signing in three steps on one page, so that going back and forth loses nothing: anew, again, or with another team. */
function SignPage(): ReactNode {
  const matter = useMatter();
  return (
    <Page title={wordsOf(matter).title} hasPerson>
      <OwnSigning>{(person) => <Signing key={person.id} matter={matter} residentId={person.id} />}</OwnSigning>
    </Page>
  );
}

export default SignPage;
