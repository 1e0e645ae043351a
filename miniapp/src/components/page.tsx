import { View } from '@tarojs/components';
import Taro, { useDidHide, useDidShow } from '@tarojs/taro';
import { useRef, type PropsWithChildren, type ReactNode } from 'react';
import { useElderMode } from '@/hooks/use-elder-mode';
import { useLook } from '@/hooks/use-look';
import { isH5 } from '@/platform';
import { goBack, type TabName } from '@/routes';
import { loadCentre, useCentre } from '@/stores/centre';
import { aria, press } from './a11y';
import { CallCentre } from './call-centre';
import { Icon } from './icon';
import { KeptNote } from './kept-note';
import { NewVersion } from './new-version';
import { PersonSwitch } from './person-switch';
import { PrivacySheet } from './privacy-sheet';
import { TabBar } from './tab-bar';

/** After this pause Taro has put the page's nodes where they stay; a focus set earlier is lost. */
const SETTLED_MS = 60;

interface PageProps {
  title: string;
  /** Set on the tab pages, which have the tab bar instead of a way back. */
  tab?: TabName;
  /** Whether something is done here for a person who can be chosen. */
  hasPerson?: boolean;
  /** Whether the page ends with the centre's phone; not where it stands on the page already. */
  hasPhone?: boolean;
}

/** Going forward focuses the heading, going back what was focused when the page was left. */
function usePageFocus(title: string): React.RefObject<HTMLElement | null> {
  const heading = useRef<HTMLElement | null>(null);
  const isShown = useRef(false);
  const lastFocus = useRef<Element | null>(null);
  useDidShow(() => {
    if (!isH5) return;
    document.title = `${title} · 邻康`;
    const isFirstOfApp = !isShown.current && Taro.getCurrentPages().length <= 1;
    const isBack = isShown.current;
    isShown.current = true;
    if (isFirstOfApp) return;
    setTimeout(() => {
      const last = lastFocus.current;
      const target = isBack && last instanceof HTMLElement && last.isConnected ? last : heading.current;
      target?.focus({ preventScroll: true });
    }, SETTLED_MS);
  });
  useDidHide(() => {
    if (isH5) lastFocus.current = document.activeElement === document.body ? null : document.activeElement;
  });
  return heading;
}

const ElderSwitch = (): ReactNode => {
  const { isElder, choose } = useElderMode();
  const word = isElder ? '标准版' : '大字版';
  return (
    <View
      className="bar-button bar-elder"
      {...aria('button', { 'aria-label': `切换到${word}` })}
      {...press(() => choose(!isElder))}
    >
      <Icon name="letters" />
      <View>{word}</View>
    </View>
  );
};

const DemoNote = (): ReactNode => {
  const isDemo = useCentre((state) => state.centre?.demo ?? false);
  return isDemo ? (
    <View className="demo-note" {...aria('note')}>
      演示环境，请勿填写真实信息
    </View>
  ) : null;
};

/** Every page: its bar with heading and the switch of the reading mode, notices, the main part, the tab bar. */
export function Page({
  title,
  tab,
  hasPerson = false,
  hasPhone = true,
  children,
}: PropsWithChildren<PageProps>): ReactNode {
  const look = useLook();
  const heading = usePageFocus(title);
  useDidShow(() => {
    void loadCentre();
  });
  return (
    <View className={tab ? `${look} has-tabs` : look}>
      <View className="bar" {...aria('banner')}>
        {tab || !isH5 ? null : (
          <View className="bar-button" {...aria('button', { 'aria-label': '返回上一页' })} {...press(goBack)}>
            <Icon name="back" />
            <View>返回</View>
          </View>
        )}
        <View
          ref={heading}
          className="bar-title"
          {...aria('heading', { 'aria-level': 1 })}
          {...(isH5 ? { tabIndex: -1 } : {})}
        >
          {title}
        </View>
        <ElderSwitch />
      </View>
      <View className="main" {...aria('main')}>
        <DemoNote />
        <NewVersion />
        <KeptNote>
          {hasPerson ? <PersonSwitch /> : null}
          {children}
        </KeptNote>
        {hasPhone ? (
          <View className="page-foot no-print" {...aria('contentinfo')}>
            <CallCentre />
          </View>
        ) : null}
      </View>
      {tab ? <TabBar current={tab} /> : null}
      <PrivacySheet />
    </View>
  );
}
