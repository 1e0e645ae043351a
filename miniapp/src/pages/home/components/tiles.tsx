import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria, press, spokenName } from '@/components/a11y';
import { Icon, type IconName } from '@/components/icon';
import { learnSection } from '@/stores/learn-section';
import { callPhone, open, openTab, routes } from '@/routes';
import { useCentre } from '@/stores/centre';
import { useReadingMode } from '@/stores/reading-mode';

interface Tile {
  word: string;
  note: string;
  icon: IconName;
  tone: string;
  go: () => void;
}

/** The ways that most people want, large enough for every finger. */
export function Tiles(): ReactNode {
  const phone = useCentre((state) => state.centre?.phone);
  const isElder = useReadingMode((state) => state.isElder);
  const openLearn = (section: 'articles' | 'lectures'): void => {
    learnSection.setState({ section });
    openTab('learn');
  };
  const tiles: Tile[] = [
    {
      word: '约体检',
      note: '65岁以上免费',
      icon: 'clipboard',
      tone: 'green',
      go: () => open(routes.sessions('senior-physical')),
    },
    { word: '找医生', note: '预约门诊', icon: 'doctor', tone: 'green', go: () => open(routes.doctors()) },
    { word: '我的预约', note: '查看和取消', icon: 'calendar', tone: 'clay', go: () => open(routes.bookings()) },
    {
      word: isElder ? '听文章' : '健康文章',
      note: '能看也能听',
      icon: 'book',
      tone: 'gold',
      go: () => openLearn('articles'),
    },
    isElder
      ? { word: '健康记录', note: '血压、血糖', icon: 'pen', tone: 'gold', go: () => open(routes.measurements()) }
      : { word: '健康讲座', note: '免费报名', icon: 'speech', tone: 'gold', go: () => openLearn('lectures') },
    {
      word: '打电话',
      note: phone ?? '联系我们',
      icon: 'phone',
      tone: 'clay',
      go: () => {
        if (phone) callPhone(phone);
      },
    },
  ];
  return (
    <View className="tiles">
      {tiles.map(({ word, note, icon, tone, go }) => (
        <View
          key={word}
          className={`tile tile-${tone}`}
          hoverClass="is-pressed"
          {...aria('button', spokenName(`${word} ${note}`))}
          {...press(go)}
        >
          <Icon name={icon} />
          <View className="tile-word">{word}</View>
          <View className="tile-note">{note}</View>
        </View>
      ))}
    </View>
  );
}
