import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ServicePackage } from '@linkang/shared/api/contract.routes';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { CheckRow, OptionList } from '@/components/choices';
import { namePackage } from '../contract-words';

/** Terms that the rules allow, in words. */
export type Term = '1' | '2' | '3';

const TERMS: readonly { value: Term; title: string }[] = [
  { value: '1', title: '签1年' },
  { value: '2', title: '签2年' },
  { value: '3', title: '签3年' },
];

const PackageCard = ({ item, isChosen, onChange }: PackageCardProps): ReactNode => (
  <Card>
    <CheckRow title={namePackage(item)} note={item.forWhom} isChecked={isChosen} onChange={onChange} />
    <View className="stack">
      {item.items.map(({ code, name, yearlyQuantity }) => (
        <View key={code}>{`· ${name}${yearlyQuantity === null ? '' : `，每年${yearlyQuantity}次`}`}</View>
      ))}
    </View>
  </Card>
);

interface PackageCardProps {
  item: ServicePackage;
  isChosen: boolean;
  onChange: (isChosen: boolean) => void;
}

interface PackageStepProps {
  packages: ServicePackage[];
  chosen: string[];
  onChoose: (packageIds: string[]) => void;
  term: Term;
  onTerm: (term: Term) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Second step: what and for how long. */
export function PackageStep(props: PackageStepProps): ReactNode {
  const { packages, chosen, onChoose, term, onTerm, onBack, onNext } = props;
  const [isTried, setTried] = useState(false);
  return (
    <>
      <View className="note">这些服务包适合您。可以选一个，也可以选几个。</View>
      {packages.map((item) => (
        <PackageCard
          key={item.id}
          item={item}
          isChosen={chosen.includes(item.id)}
          onChange={(isChosen) =>
            onChoose(isChosen ? [...chosen, item.id] : chosen.filter((packageId) => packageId !== item.id))
          }
        />
      ))}
      <View className="lead" {...aria('heading', { 'aria-level': 3 })}>
        签几年
      </View>
      <OptionList label="签几年" options={TERMS} value={term} onChange={onTerm} />
      {isTried && chosen.length === 0 ? (
        <View className="fault" {...aria('alert')}>
          请至少选一个服务包
        </View>
      ) : null}
      <Button
        onPress={() => {
          if (chosen.length > 0) onNext();
          else setTried(true);
        }}
      >
        下一步：签名
      </Button>
      <Button kind="plain" onPress={onBack}>
        上一步
      </Button>
    </>
  );
}
