import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { centreApi } from '@/api/clients';
import { aria, press } from '@/components/a11y';
import { OptionList } from '@/components/choices';
import { Icon } from '@/components/icon';
import { Sheet } from '@/components/sheet';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';

interface CommunityFieldProps {
  value: string | undefined;
  onChange: (communityId: string) => void;
}

/** The community where the person lives, chosen from a list. */
export function CommunityField({ value, onChange }: CommunityFieldProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const load = useLoad('communities', () => centreApi.communities({}), { keepCopy: true });
  const chosen = load.data?.items.find((community) => community.id === value)?.name ?? '请选择';
  return (
    <View className="field">
      <View className="field-label">
        所在社区
        <View className="field-need">（可不填，选了会优先推荐您附近的医生团队）</View>
      </View>
      <View
        className="field-input field-pick"
        {...aria('button', { 'aria-label': `所在社区 ${chosen}` })}
        {...press(() => setOpen(true))}
      >
        <View>{chosen}</View>
        <Icon name="next" />
      </View>
      <Sheet isOpen={isOpen} title="选所在社区" onClose={() => setOpen(false)}>
        <Loaded load={load}>
          {({ items }) => (
            <OptionList
              label="所在社区"
              options={items.map(({ id, name }) => ({ value: id, title: name }))}
              value={value}
              onChange={onChange}
            />
          )}
        </Loaded>
      </Sheet>
    </View>
  );
}
