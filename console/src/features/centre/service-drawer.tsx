import type { ServiceSettings } from '@linkang/shared/api/settings';
import type { FieldFault } from '@linkang/shared/errors';
import { App, Button, Drawer } from 'antd';
import type { centreApi } from '../../api/clients';
import { faultPath } from '../../components/form-faults';
import { ServiceFields } from './service-fields';
import { checkService, emptyService, valuesOfService } from './service-values';
import { SettingForm } from './setting-form';
import { useSettingForm } from './use-setting-form';

type SavedServices = Awaited<ReturnType<typeof centreApi.saveServices>>;

interface ServiceDrawerProps {
  /** The one to change; null for a new one. */
  service: ServiceSettings | null;
  takenCodes: readonly string[];
  /** `force`: into the list as somebody else saved it meanwhile. */
  save: (service: ServiceSettings, force: boolean) => Promise<SavedServices>;
  onSaved: (saved: SavedServices) => Promise<void>;
  remove: (service: ServiceSettings) => Promise<void>;
  onClose: () => void;
}

/** A fault of the list as a whole stands at the code; the others at their field. */
const placeOf = (fault: FieldFault): string[] => {
  const last = faultPath(fault).split('.').slice(2);
  if (faultPath(fault).startsWith('services')) return last.length > 0 ? last.slice(0, 1) : ['code'];
  return faultPath(fault).split('.').slice(0, 1);
};

/** The form of a service. */
export function ServiceDrawer({ service, takenCodes, save, onSaved, remove, onClose }: ServiceDrawerProps) {
  const { modal } = App.useApp();
  const state = useSettingForm({
    draftKey: `service.${service?.code ?? 'new'}`,
    loaded: service ? valuesOfService(service) : emptyService,
    check: (values) => checkService(values, service ? [] : takenCodes),
    save,
    nameOfFault: placeOf,
    onSaved,
  });
  const askToClose = (): void => {
    if (!state.dirty) return onClose();
    modal.confirm({
      title: '还有没保存的内容',
      content: '关闭后会先留在这台电脑上，下次打开可以恢复。',
      okText: '关闭',
      cancelText: '继续编辑',
      focusable: { autoFocusButton: 'cancel' },
      onOk: onClose,
    });
  };
  const askToRemove = (): void => {
    if (!service) return;
    modal.confirm({
      title: `删除“${service.name}”？`,
      content: '开过场次的服务不能删除，只能停用。',
      okText: '确认删除',
      cancelText: '返回',
      onOk: () => remove(service),
    });
  };
  return (
    <Drawer
      open
      title={service ? `服务 ${service.name}` : '添加服务'}
      size={640}
      onClose={askToClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && state.form.focusField('name')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          {service && (
            <Button danger onClick={askToRemove} style={{ marginRight: 'auto' }}>
              删除
            </Button>
          )}
          <Button onClick={askToClose}>取消</Button>
          <Button type="primary" loading={state.busy} onClick={() => state.form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      <SettingForm state={state} saveText={null}>
        <ServiceFields form={state.form} isNew={service === null} />
      </SettingForm>
    </Drawer>
  );
}
