import { fillText, findTextFaults } from '@linkang/shared/domain/legal-text';
import { useCentre } from '../../api/use-centre';

/** A legal text as residents read it, with this centre's name and phone; without, what it lacks. */
export function TextPreview({ title, html }: { title: string; html: string }) {
  const centre = useCentre();
  const faults = findTextFaults(html);
  if (faults.length > 0)
    return (
      <div className="text-preview" role="status">
        <p>改好下面几处就能看到预览：</p>
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      </div>
    );
  const { name = '', phone = '', address = '' } = centre.data ?? {};
  const filled = fillText(html, { centreName: name, centrePhone: phone, centreAddress: address });
  return (
    <article className="text-preview" tabIndex={0} aria-label="预览">
      <h2>{title}</h2>
      {/* Only plain elements without attributes passed the check above. */}
      <div dangerouslySetInnerHTML={{ __html: filled }} />
    </article>
  );
}
