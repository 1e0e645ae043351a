import Taro from '@tarojs/taro';

/** In WeChat: offers a new version once it has been loaded; later means at the next cold start. */
export function followUpdates(): void {
  const manager = Taro.getUpdateManager();
  manager.onUpdateReady(() => {
    Taro.showModal({
      title: '有新版本',
      content: '新版本已经准备好，更新只要几秒。正在填写的内容请先提交，再更新。',
      confirmText: '现在更新',
      cancelText: '以后再说',
    })
      .then(({ confirm }) => {
        if (confirm) manager.applyUpdate();
      })
      .catch(() => undefined);
  });
}
