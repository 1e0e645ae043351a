import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { contractApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { Loaded } from '@/components/states';
import { useParam } from '@/hooks/use-param';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { isH5 } from '@/platform';
import { backTo, routes } from '@/routes';
import { AgreementStep } from '../../components/agreement-step';
import { PackageStep, type Term } from '../../components/package-step';
import { SignStep } from '../../components/sign-step';
import { usePaper, type Paper } from '../../use-signing';

type Application = Parameters<typeof contractApi.create>[0]['body'];
type Step = 'agreement' | 'packages' | 'signature';

const STEP_TITLES: Record<Step, string> = {
  agreement: '第1步，共3步：看协议',
  packages: '第2步，共3步：选服务',
  signature: '第3步，共3步：签名',
};

/** Taro's View moves its children once while it loads, which would drop a focus set at once. */
const SETTLED_MS = 60;

const TERM_YEARS: Record<Term, Application['termYears']> = { '1': 1, '2': 2, '3': 3 };

/** Free packages are for everyone; what costs money is never chosen beforehand. */
const freePackages = (paper: Paper): string[] =>
  paper.packages.filter((item) => item.code === 'BASIC' && item.priceFen === 0).map((item) => item.id);

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

const Steps = ({ paper, residentId }: { paper: Paper; residentId: string }): ReactNode => {
  const [step, setStep] = useState<Step>('agreement');
  const [isRead, setRead] = useState(false);
  const [chosen, setChosen] = useState(() => freePackages(paper));
  const [term, setTerm] = useState<Term>('1');
  const form = useSubmit((body: Application, idempotencyKey) => contractApi.create({ body }, { idempotencyKey }));
  const go = (next: Step): void => {
    setStep(next);
    form.clearError();
  };
  const askToSend = useSendPermission('contract');
  const sign = async (signature: string): Promise<void> => {
    const asked = askToSend();
    const contract = await form.submit({
      residentId,
      teamId: paper.team.id,
      packageIds: chosen,
      termYears: TERM_YEARS[term],
      textVersion: paper.agreement.version,
      signature,
    });
    await asked;
    if (contract) backTo(routes.contract());
  };
  const packageNames = paper.packages
    .filter(({ id }) => chosen.includes(id))
    .map(({ name }) => name)
    .join('、');
  return (
    <>
      <StepTitle key={step} step={step} />
      {step === 'agreement' ? (
        <AgreementStep agreement={paper.agreement} isRead={isRead} onRead={setRead} onNext={() => go('packages')} />
      ) : null}
      {step === 'packages' ? (
        <PackageStep
          packages={paper.packages}
          chosen={chosen}
          onChoose={setChosen}
          term={term}
          onTerm={setTerm}
          onBack={() => go('agreement')}
          onNext={() => go('signature')}
        />
      ) : null}
      {step === 'signature' ? (
        <SignStep
          teamName={paper.team.name}
          packageNames={packageNames}
          termYears={TERM_YEARS[term]}
          isBusy={form.isBusy}
          error={form.error}
          onSign={(signature) => void sign(signature)}
          onBack={() => go('packages')}
        />
      ) : null}
    </>
  );
};

const Signing = ({ teamId, residentId }: { teamId: string; residentId: string }): ReactNode => {
  const load = usePaper(teamId, residentId);
  return <Loaded load={load}>{(paper) => <Steps paper={paper} residentId={residentId} />}</Loaded>;
};

/** Signing with a team in three steps on one page, so that going back and forth loses nothing. */
function SignPage(): ReactNode {
  const teamId = useParam('teamId');
  return (
    <Page title="签约申请">
      <NeedResident scope="own" purpose="签约" signInText="登录后签约">
        {([self]) => <Signing key={self.id} teamId={teamId} residentId={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default SignPage;
