import { PrinterOutlined } from '@ant-design/icons';
import type { GivenPrescription } from '@linkang/shared/api/prescription.routes';
import { Button } from 'antd';
import { useCentre } from '../../api/use-centre';
import { PageHeader } from '../../components/page-header';
import { dayText } from '../../components/words';
import './prescription.css';

interface AdvicePaperProps {
  given: GivenPrescription;
  /** The person's name, for whoever takes it home. */
  name: string;
  onBack: () => void;
}

/** A health prescription as it comes out of the printer, one on a sheet. */
export function AdvicePaper({ given, name, onBack }: AdvicePaperProps) {
  const centre = useCentre();
  const { disease, text, notice, day, doctorName, version } = given;
  return (
    <>
      <div className="advice-screen">
        <PageHeader
          title="打印健康处方"
          note="A4 纸一张，字大，交给居民带回家。"
          back={<Button onClick={onBack}>返回</Button>}
          actions={
            <Button type="primary" autoFocus icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
              打印
            </Button>
          }
        />
      </div>
      <article className="advice-paper" aria-label={`${disease}健康处方`}>
        <h2>健康处方：{disease}</h2>
        <p className="advice-paper-small">
          {name} · {dayText(day)} · {doctorName}医生
        </p>
        <p>{text}</p>
        <p className="advice-paper-notice">{notice}。</p>
        <p className="advice-paper-small">
          {centre.data?.name} · 电话 {centre.data?.phone}（第{version}版）
        </p>
      </article>
    </>
  );
}
