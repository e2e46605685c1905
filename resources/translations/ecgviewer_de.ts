<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
  <context>
    <name>ecgviewer</name>
    <message>
      <source> (B − A {change}/min)</source>
      <translation> (B − A {change}/min)</translation>
    </message>
    <message>
      <source> + {added_mv:g} mV</source>
      <translation> + {added_mv:g} mV</translation>
    </message>
    <message>
      <source> to </source>
      <translation> bis </translation>
    </message>
    <message>
      <source>"reciprocal" names groups of the grouping, with leads.</source>
      <translation>„reciprocal“ nennt Gruppen der Gruppierung, mit Ableitungen.</translation>
    </message>
    <message>
      <source>&amp;12 × 1</source>
      <translation>&amp;12 × 1</translation>
    </message>
    <message>
      <source>&amp;3 × 4 and rhythm strip</source>
      <translation>&amp;3 × 4 und Rhythmusstreifen</translation>
    </message>
    <message>
      <source>&amp;6 × 2</source>
      <translation>&amp;6 × 2</translation>
    </message>
    <message>
      <source>&amp;All lines back to automatic</source>
      <translation>Alle &amp;Linien zurück auf automatisch</translation>
    </message>
    <message>
      <source>&amp;Annotations</source>
      <translation>&amp;Annotationen</translation>
    </message>
    <message>
      <source>&amp;Back to the recording</source>
      <translation>&amp;Zurück zur Aufzeichnung</translation>
    </message>
    <message>
      <source>&amp;Beats over each other</source>
      <translation>&amp;Schläge übereinander</translation>
    </message>
    <message>
      <source>&amp;Cabrera order, −aVR</source>
      <translation>&amp;Cabrera-Reihenfolge, −aVR</translation>
    </message>
    <message>
      <source>&amp;Calibrate this screen …</source>
      <translation>&amp;Bildschirm kalibrieren …</translation>
    </message>
    <message>
      <source>&amp;Check whether it can be believed</source>
      <translation>&amp;Prüfen, ob man ihr glauben kann</translation>
    </message>
    <message>
      <source>&amp;Compare</source>
      <translation>&amp;Vergleich</translation>
    </message>
    <message>
      <source>&amp;Compare with …</source>
      <translation>Verglei&amp;chen mit …</translation>
    </message>
    <message>
      <source>&amp;Comparison</source>
      <translation>&amp;Vergleich</translation>
    </message>
    <message>
      <source>&amp;Copy the caliper's value</source>
      <translation>Messwert des Zirkels &amp;kopieren</translation>
    </message>
    <message>
      <source>&amp;Documentation</source>
      <translation>&amp;Dokumentation</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Explain</source>
      <translation>&amp;Erklären</translation>
    </message>
    <message>
      <source>&amp;Export page …</source>
      <translation>Seite &amp;exportieren …</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Find anything …</source>
      <translation>&amp;Alles finden …</translation>
    </message>
    <message>
      <source>&amp;Find in the worklist …</source>
      <translation>In der Arbeits&amp;liste suchen …</translation>
    </message>
    <message>
      <source>&amp;Fit the sheet</source>
      <translation>Blatt &amp;einpassen</translation>
    </message>
    <message>
      <source>&amp;Forget the measurement</source>
      <translation>Messung &amp;verwerfen</translation>
    </message>
    <message>
      <source>&amp;Full screen (Esc leaves it)</source>
      <translation>&amp;Vollbild (Esc beendet es)</translation>
    </message>
    <message>
      <source>&amp;Go through the values above the paper</source>
      <translation>D&amp;urch die Werte über dem Papier gehen</translation>
    </message>
    <message>
      <source>&amp;Groups of leads</source>
      <translation>&amp;Gruppen der Ableitungen</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;Hide patient names</source>
      <translation>&amp;Patientennamen verbergen</translation>
    </message>
    <message>
      <source>&amp;Jump to time …</source>
      <translation>&amp;Zu Zeitpunkt springen …</translation>
    </message>
    <message>
      <source>&amp;Keys …</source>
      <translation>&amp;Tasten …</translation>
    </message>
    <message>
      <source>&amp;Larger gain</source>
      <translation>&amp;Höhere Verstärkung</translation>
    </message>
    <message>
      <source>&amp;Larger letters</source>
      <translation>&amp;Größere Schrift</translation>
    </message>
    <message>
      <source>&amp;Longer stretch</source>
      <translation>&amp;Längerer Abschnitt</translation>
    </message>
    <message>
      <source>&amp;March out</source>
      <translation>Zirkelschlag &amp;fortsetzen</translation>
    </message>
    <message>
      <source>&amp;Measure</source>
      <translation>&amp;Messen</translation>
    </message>
    <message>
      <source>&amp;Median beats over each other</source>
      <translation>&amp;Medianschläge übereinander</translation>
    </message>
    <message>
      <source>&amp;Method</source>
      <translation>&amp;Methode</translation>
    </message>
    <message>
      <source>&amp;Model</source>
      <translation>&amp;Modell</translation>
    </message>
    <message>
      <source>&amp;Mute the beat</source>
      <translation>Schlag &amp;stumm</translation>
    </message>
    <message>
      <source>&amp;Next colour scheme</source>
      <translation>&amp;Nächstes Farbschema</translation>
    </message>
    <message>
      <source>&amp;Next handle</source>
      <translation>&amp;Nächster Griff</translation>
    </message>
    <message>
      <source>&amp;Next line</source>
      <translation>&amp;Nächste Linie</translation>
    </message>
    <message>
      <source>&amp;Next of paper and panels</source>
      <translation>&amp;Nächster Bereich (Papier, Felder)</translation>
    </message>
    <message>
      <source>&amp;Next recording</source>
      <translation>&amp;Nächste Aufzeichnung</translation>
    </message>
    <message>
      <source>&amp;Next way of showing both</source>
      <translation>&amp;Nächste Darstellung beider</translation>
    </message>
    <message>
      <source>&amp;Normal letters</source>
      <translation>&amp;Normale Schrift</translation>
    </message>
    <message>
      <source>&amp;Not for diagnosis …</source>
      <translation>&amp;Nicht für die Diagnose …</translation>
    </message>
    <message>
      <source>&amp;Open …</source>
      <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
      <source>&amp;Panels in their own window</source>
      <translation>&amp;Felder in eigenem Fenster</translation>
    </message>
    <message>
      <source>&amp;Paper</source>
      <translation>&amp;Papier</translation>
    </message>
    <message>
      <source>&amp;Previous handle</source>
      <translation>&amp;Vorheriger Griff</translation>
    </message>
    <message>
      <source>&amp;Previous line</source>
      <translation>&amp;Vorige Linie</translation>
    </message>
    <message>
      <source>&amp;Previous recording</source>
      <translation>&amp;Vorherige Aufzeichnung</translation>
    </message>
    <message>
      <source>&amp;Previous speed</source>
      <translation>Voriger Papiervorsch&amp;ub</translation>
    </message>
    <message>
      <source>&amp;QTc formula</source>
      <translation>&amp;QTc-Formel</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Read</source>
      <translation>&amp;Lesen</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Rhythm leads …</source>
      <translation>&amp;Rhythmusableitungen …</translation>
    </message>
    <message>
      <source>&amp;Sampling frequency in Hz:</source>
      <translation>&amp;Abtastrate in Hz:</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>&amp;Speichern</translation>
    </message>
    <message>
      <source>&amp;Shorter stretch</source>
      <translation>Kür&amp;zerer Abschnitt</translation>
    </message>
    <message>
      <source>&amp;Smaller letters</source>
      <translation>&amp;Kleinere Schrift</translation>
    </message>
    <message>
      <source>&amp;Snapping</source>
      <translation>&amp;Einrasten</translation>
    </message>
    <message>
      <source>&amp;Stop writing and printing</source>
      <translation>&amp;Schreiben und Drucken abbrechen</translation>
    </message>
    <message>
      <source>&amp;True size (zoom 100 %)</source>
      <translation>&amp;Wahre Größe (Zoom 100 %)</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Unit:</source>
      <translation>&amp;Einheit:</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Whole recording</source>
      <translation>Ganze Aufzeichn&amp;ung</translation>
    </message>
    <message>
      <source>&amp;Window</source>
      <translation>Fen&amp;ster</translation>
    </message>
    <message>
      <source>&amp;Worklist and recent recordings:</source>
      <translation>&amp;Arbeitsliste und zuletzt geöffnete Aufzeichnungen:</translation>
    </message>
    <message>
      <source>&amp;Workspace</source>
      <translation>&amp;Arbeitsplatz</translation>
    </message>
    <message>
      <source>&amp;Zoom lens</source>
      <translation>&amp;Lupe</translation>
    </message>
    <message>
      <source>(S V3 + R aVL{more}) × QRS</source>
      <translation>(S V3 + R aVL{more}) × QRS</translation>
    </message>
    <message>
      <source>(filtered)</source>
      <translation>(gefiltert)</translation>
    </message>
    <message>
      <source>(filtered; the traces now are not)</source>
      <translation>(gefiltert; die Kurven sind es jetzt nicht)</translation>
    </message>
    <message>
      <source>(filtered; the traces now otherwise)</source>
      <translation>(gefiltert; die Kurven jetzt anders)</translation>
    </message>
    <message>
      <source>(reader)</source>
      <translation>(Befunder)</translation>
    </message>
    <message>
      <source>(unfiltered; the traces now are filtered)</source>
      <translation>(ungefiltert; die Kurven sind jetzt gefiltert)</translation>
    </message>
    <message>
      <source>* with reservation</source>
      <translation>* mit Vorbehalt</translation>
    </message>
    <message>
      <source>+{n} more</source>
      <translation>+{n} weitere</translation>
    </message>
    <message>
      <source>, means of {beats_in_range}</source>
      <translation>, Mittel aus je {beats_in_range}</translation>
    </message>
    <message>
      <source>, up to {n} in a row</source>
      <translation>, bis zu {n} hintereinander</translation>
    </message>
    <message>
      <source>, {sample_s:.0f} s of each minute: {delineated} of {n_beats} beats</source>
      <translation>, {sample_s:.0f} s jeder Minute: {delineated} von {n_beats} Schlägen</translation>
    </message>
    <message>
      <source>, {sample_s:.0f} s of every {apart:.0f} minutes: {delineated} of {n_beats} beats</source>
      <translation>, {sample_s:.0f} s von je {apart:.0f} Minuten: {delineated} von {n_beats} Schlägen</translation>
    </message>
    <message>
      <source>/min</source>
      <translation>/min</translation>
    </message>
    <message>
      <source>0.5</source>
      <translation>0,5</translation>
    </message>
    <message>
      <source>1 if at least {p_present_share:.0f} % of the dominant beats that are not early have a P wave, {p_present_share_irregular:.0f} % if RR is irregular</source>
      <translation>1, wenn mindestens {p_present_share:.0f} % der dominanten Schläge, die nicht vorzeitig sind, eine P-Welle haben, {p_present_share_irregular:.0f} %, wenn RR unregelmäßig ist</translation>
    </message>
    <message>
      <source>1 lead</source>
      <translation>1 Ableitung</translation>
    </message>
    <message>
      <source>1 line was moved by the reader</source>
      <translation>1 Linie wurde vom Befunder verschoben</translation>
    </message>
    <message>
      <source>15 leads</source>
      <translation>15 Ableitungen</translation>
    </message>
    <message>
      <source>16 × an even share</source>
      <translation>16 × gleichmäßiger Anteil</translation>
    </message>
    <message>
      <source>3 × &amp;4</source>
      <translation>3 × &amp;4</translation>
    </message>
    <message>
      <source>3 × 4 and &amp;three rhythm strips</source>
      <translation>3 × 4 und &amp;drei Rhythmusstreifen</translation>
    </message>
    <message>
      <source>3 × 5: 15 leads, &amp;further leads</source>
      <translation>3 × 5: 15 Ableitungen, &amp;weitere Ableitungen</translation>
    </message>
    <message>
      <source>35 Hz</source>
      <translation>35 Hz</translation>
    </message>
    <message>
      <source>60 s over the longest RR interval of all beats{how}</source>
      <translation>60 s durch das längste RR-Intervall aller Schläge{how}</translation>
    </message>
    <message>
      <source>60 s over the mean RR interval of the longest run of ectopic beats</source>
      <translation>60 s durch das mittlere RR-Intervall der längsten Reihe ektoper Schläge</translation>
    </message>
    <message>
      <source>60 s over the mean RR interval of the recording</source>
      <translation>60 s durch das mittlere RR-Intervall der Aufzeichnung</translation>
    </message>
    <message>
      <source>60 s over the median RR interval. Known of rows that have been on the screen.</source>
      <translation>60 s durch das mediane RR-Intervall. Bekannt für Zeilen, die schon zu sehen waren.</translation>
    </message>
    <message>
      <source>60 s over the median distance of P waves that follow each other at once</source>
      <translation>60 s durch den medianen Abstand von P-Wellen, die unmittelbar aufeinander folgen</translation>
    </message>
    <message>
      <source>60 s over the shortest RR interval of all beats{how}</source>
      <translation>60 s durch das kürzeste RR-Intervall aller Schläge{how}</translation>
    </message>
    <message>
      <source>&lt;b&gt;This program is not a medical device.&lt;/b&gt; It is made for research and teaching. Neither what it draws nor what its network says may be used to diagnose or treat anyone. The network's statements are guesses with a probability; the evidence shows what they rest on, not whether they are right.</source>
      <translation>&lt;b&gt;Dieses Programm ist kein Medizinprodukt.&lt;/b&gt; Es ist für Forschung und Lehre gemacht. Weder was es zeichnet noch was sein Netz sagt, darf zur Diagnose oder Behandlung dienen. Die Aussagen des Netzes sind Vermutungen mit einer Wahrscheinlichkeit; die Evidenz zeigt, worauf sie beruhen, nicht, ob sie stimmen.</translation>
    </message>
    <message>
      <source>A (left): {name}</source>
      <translation>A (links): {name}</translation>
    </message>
    <message>
      <source>A (solid): {name}</source>
      <translation>A (durchgezogen): {name}</translation>
    </message>
    <message>
      <source>A and B are the same recording!</source>
      <translation>A und B sind dieselbe Aufzeichnung!</translation>
    </message>
    <message>
      <source>A criterion that is met is no diagnosis.</source>
      <translation>Ein erfülltes Kriterium ist keine Diagnose.</translation>
    </message>
    <message>
      <source>A folder for the attention</source>
      <translation>Ein Ordner für die Aufmerksamkeit</translation>
    </message>
    <message>
      <source>A group has no leads.</source>
      <translation>Eine Gruppe hat keine Ableitungen.</translation>
    </message>
    <message>
      <source>A grouping has "groups": names with lists of leads.</source>
      <translation>Eine Gruppierung hat „groups“: Namen mit Listen von Ableitungen.</translation>
    </message>
    <message>
      <source>A grouping has {fewest_groups} to {most_groups} groups, not {n_groups}: it would take {n_removals} removals.</source>
      <translation>Eine Gruppierung hat {fewest_groups} bis {most_groups} Gruppen, nicht {n_groups}: sie bräuchte {n_removals} Wegnahmen.</translation>
    </message>
    <message>
      <source>A grouping is a JSON text; this is none.</source>
      <translation>Eine Gruppierung ist ein JSON-Text; dies ist keiner.</translation>
    </message>
    <message>
      <source>A long recording is measured when its measurements are asked for (Shift+V).</source>
      <translation>Eine lange Aufzeichnung wird vermessen, sobald ihre Messwerte verlangt werden (Umschalt+V).</translation>
    </message>
    <message>
      <source>A pacemaker makes most of the beats.</source>
      <translation>Ein Schrittmacher erzeugt die meisten Schläge.</translation>
    </message>
    <message>
      <source>A recording of this length cannot be altered.</source>
      <translation>Eine so lange Aufzeichnung kann nicht verändert werden.</translation>
    </message>
    <message>
      <source>A sampling frequency of {fs:g} Hz is not possible for an ECG.</source>
      <translation>Eine Abtastrate von {fs:g} Hz ist für ein EKG nicht möglich.</translation>
    </message>
    <message>
      <source>A second opinion: leads made flat, where Owen values remove beats.</source>
      <translation>Eine zweite Meinung: Ableitungen werden geebnet, wo Owen-Werte Schläge weglassen.</translation>
    </message>
    <message>
      <source>A, B</source>
      <translation>A, B</translation>
    </message>
    <message>
      <source>ACL-ECG encoder</source>
      <translation>ACL-ECG-Encoder</translation>
    </message>
    <message>
      <source>ADC resolution</source>
      <translation>ADC-Auflösung</translation>
    </message>
    <message>
      <source>ADC zero</source>
      <translation>ADC-Nullpunkt</translation>
    </message>
    <message>
      <source>AI, not for diagnosis</source>
      <translation>KI, nicht für die Diagnose</translation>
    </message>
    <message>
      <source>ALTERED, not the patient's ECG: {altered}</source>
      <translation>VERÄNDERT, nicht das EKG des Patienten: {altered}</translation>
    </message>
    <message>
      <source>AUROC {value}, lower end</source>
      <translation>AUROC {value}, unteres Ende</translation>
    </message>
    <message>
      <source>Acquisition</source>
      <translation>Aufnahme</translation>
    </message>
    <message>
      <source>All actions and their keys</source>
      <translation>Alle Befehle und ihre Tasten</translation>
    </message>
    <message>
      <source>All automatic</source>
      <translation>Alle automatisch</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>Alle Dateien (*)</translation>
    </message>
    <message>
      <source>All leads: an onset is the second earliest and an end the second latest over the leads, each the median over {n} beats. Found by {method}. Drawn: the signal as recorded less wander and mains hum, no display filter.</source>
      <translation>Alle Ableitungen: Ein Beginn ist der zweitfrüheste, ein Ende das zweitspäteste über die Ableitungen, jeweils als Median über {n} Schläge. Gefunden durch {method}. Gezeichnet: das Signal wie aufgezeichnet ohne Grundlinienschwankung und Netzbrummen, kein Anzeigefilter.</translation>
    </message>
    <message>
      <source>All parts add up</source>
      <translation>Alle Teile ergeben zusammen das Ganze</translation>
    </message>
    <message>
      <source>Altered</source>
      <translation>Verändert</translation>
    </message>
    <message>
      <source>Amplitude</source>
      <translation>Amplitude</translation>
    </message>
    <message>
      <source>Amplitudes are read from the traces as drawn: {filter}.</source>
      <translation>Amplituden sind an den gezeichneten Kurven abgelesen: {filter}.</translation>
    </message>
    <message>
      <source>Amplitudes of {amplitude_mv:.3g} mV are not possible for an ECG: the file's gain or unit is probably wrong.</source>
      <translation>Amplituden von {amplitude_mv:.3g} mV sind für ein EKG nicht möglich: Verstärkung oder Einheit in der Datei sind wahrscheinlich falsch.</translation>
    </message>
    <message>
      <source>An action, a lead, a value, a statement or a setting</source>
      <translation>Eine Aktion, eine Ableitung, ein Wert, eine Aussage oder eine Einstellung</translation>
    </message>
    <message>
      <source>An altered ECG is not exported. Go back to the recording first (What if, Shift+X).</source>
      <translation>Ein verändertes EKG wird nicht exportiert. Gehen Sie erst zur Aufzeichnung zurück (Was wäre wenn, Umschalt+X).</translation>
    </message>
    <message>
      <source>Anatomic territories</source>
      <translation>Anatomische Regionen</translation>
    </message>
    <message>
      <source>Annotations</source>
      <translation>Annotationen</translation>
    </message>
    <message>
      <source>Annotator</source>
      <translation>Annotator</translation>
    </message>
    <message>
      <source>Another &amp;file …</source>
      <translation>Andere &amp;Datei …</translation>
    </message>
    <message>
      <source>Arbitrary units, amplitude not calibrated.</source>
      <translation>Willkürliche Einheiten, Amplitude nicht kalibriert.</translation>
    </message>
    <message>
      <source>Arrangement of the leads</source>
      <translation>Anordnung der Ableitungen</translation>
    </message>
    <message>
      <source>As large as fits</source>
      <translation>So groß, wie es passt</translation>
    </message>
    <message>
      <source>Asking NeuroKit2 …</source>
      <translation>NeuroKit2 wird gefragt …</translation>
    </message>
    <message>
      <source>Asking about waves …</source>
      <translation>Wellen werden befragt …</translation>
    </message>
    <message>
      <source>Asking the model …</source>
      <translation>Modell wird befragt …</translation>
    </message>
    <message>
      <source>Asking {model} …</source>
      <translation>{model} wird befragt …</translation>
    </message>
    <message>
      <source>Atrial rate</source>
      <translation>Frequenz der Vorhöfe</translation>
    </message>
    <message>
      <source>Attention &amp;lab</source>
      <translation>Aufmerksamkeits&amp;labor</translation>
    </message>
    <message>
      <source>Attention is not evidence.</source>
      <translation>Aufmerksamkeit ist keine Begründung.</translation>
    </message>
    <message>
      <source>Attention is not evidence: it says what a network looks at, not why it states</source>
      <translation>Aufmerksamkeit ist keine Begründung: sie sagt, worauf ein Netz schaut, nicht, warum es etwas aussagt</translation>
    </message>
    <message>
      <source>Attention of the chosen head</source>
      <translation>Aufmerksamkeit des gewählten Kopfes</translation>
    </message>
    <message>
      <source>B (dashed): {name}</source>
      <translation>B (gestrichelt): {name}</translation>
    </message>
    <message>
      <source>B (right): {name}</source>
      <translation>B (rechts): {name}</translation>
    </message>
    <message>
      <source>B is drawn otherwise: {filter}</source>
      <translation>B ist anders gezeichnet: {filter}</translation>
    </message>
    <message>
      <source>B {time} earlier</source>
      <translation>B {time} früher</translation>
    </message>
    <message>
      <source>B {time} later</source>
      <translation>B {time} später</translation>
    </message>
    <message>
      <source>B − A in mV; ▲ higher and ▼ lower beyond noise: {floor} mV (this program's choice), or what the intervals of both leave open where that is more. Electrodes put on anew may change amplitudes of QRS by more.</source>
      <translation>B − A in mV; ▲ höher und ▼ niedriger als das Rauschen erklärt: {floor} mV (Wahl dieses Programms) oder, wo das mehr ist, was die Intervalle beider offen lassen. Neu geklebte Elektroden können QRS-Amplituden stärker ändern.</translation>
    </message>
    <message>
      <source>Back to the list of files</source>
      <translation>Zurück zur Liste der Dateien</translation>
    </message>
    <message>
      <source>Band: {name}</source>
      <translation>Band: {name}</translation>
    </message>
    <message>
      <source>Bank card
85.6 mm wide</source>
      <translation>Bankkarte
85,6 mm breit</translation>
    </message>
    <message>
      <source>Baseline wander in {leads}</source>
      <translation>Grundlinienschwankung in {leads}</translation>
    </message>
    <message>
      <source>Beat {number}</source>
      <translation>Schlag {number}</translation>
    </message>
    <message>
      <source>Beat {number} of {n} at {time:.2f} s</source>
      <translation>Schlag {number} von {n} bei {time:.2f} s</translation>
    </message>
    <message>
      <source>Beats</source>
      <translation>Schläge</translation>
    </message>
    <message>
      <source>Beats could not be looked for: {reason}</source>
      <translation>Schläge konnten nicht gesucht werden: {reason}</translation>
    </message>
    <message>
      <source>Beats over each other, by lead</source>
      <translation>Schläge übereinander, nach Ableitung</translation>
    </message>
    <message>
      <source>Before it was edited</source>
      <translation>Vor der Bearbeitung</translation>
    </message>
    <message>
      <source>Below their thresholds: {named}</source>
      <translation>Unter ihren Schwellen: {named}</translation>
    </message>
    <message>
      <source>Bold: at or above that model's threshold. Blank: it does not say.</source>
      <translation>Fett: ab der Schwelle dieses Modells. Leer: es sagt dazu nichts.</translation>
    </message>
    <message>
      <source>Building the overview …</source>
      <translation>Übersicht wird aufgebaut …</translation>
    </message>
    <message>
      <source>By the reader's lines: {first}</source>
      <translation>Nach den Linien des Befunders: {first}</translation>
    </message>
    <message>
      <source>C&amp;hest leads at half gain</source>
      <translation>&amp;Brustwandableitungen mit halber Verstärkung</translation>
    </message>
    <message>
      <source>C&amp;lear this list</source>
      <translation>Liste &amp;leeren</translation>
    </message>
    <message>
      <source>CLEAR-HUG encoder</source>
      <translation>CLEAR-HUG-Encoder</translation>
    </message>
    <message>
      <source>CLEAR-HUG reads beats standardised: a constant offset or gain of a beat has exactly no share in its shape. What its size says is counted with the beat and has no place in time.</source>
      <translation>CLEAR-HUG liest Schläge standardisiert: Ein konstanter Versatz oder eine Verstärkung eines Schlags hat genau keinen Anteil an seiner Form. Was seine Größe aussagt, zählt beim Schlag und hat keinen Ort in der Zeit.</translation>
    </message>
    <message>
      <source>CLEAR-HUG's own</source>
      <translation>Die eigene von CLEAR-HUG</translation>
    </message>
    <message>
      <source>Cabrera</source>
      <translation>Cabrera</translation>
    </message>
    <message>
      <source>Cabrera (−aVR)</source>
      <translation>Cabrera (−aVR)</translation>
    </message>
    <message>
      <source>Calibrate this screen</source>
      <translation>Bildschirm kalibrieren</translation>
    </message>
    <message>
      <source>Caliper</source>
      <translation>Zirkel</translation>
    </message>
    <message>
      <source>Caliper {number}: {value}</source>
      <translation>Zirkel {number}: {value}</translation>
    </message>
    <message>
      <source>Calipers</source>
      <translation>Zirkel</translation>
    </message>
    <message>
      <source>Calipers: {all}.</source>
      <translation>Zirkel: {all}.</translation>
    </message>
    <message>
      <source>Can this be believed?</source>
      <translation>Kann man das glauben?</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cannot be read: {leads}</source>
      <translation>Nicht lesbar: {leads}</translation>
    </message>
    <message>
      <source>Channel {number}</source>
      <translation>Kanal {number}</translation>
    </message>
    <message>
      <source>Channel “{channel}” is not a known ECG lead and is left out.</source>
      <translation>Der Kanal “{channel}” ist keine bekannte EKG-Ableitung und wird weggelassen.</translation>
    </message>
    <message>
      <source>Channel “{name}” has another sampling frequency and is left out.</source>
      <translation>Der Kanal “{name}” hat eine andere Abtastrate und wird weggelassen.</translation>
    </message>
    <message>
      <source>Check it (Shift+E)</source>
      <translation>Prüfen (Umschalt+E)</translation>
    </message>
    <message>
      <source>Checking the evidence …</source>
      <translation>Die Begründung wird geprüft …</translation>
    </message>
    <message>
      <source>Choose the unit of the numbers.</source>
      <translation>Bitte die Einheit der Zahlen wählen.</translation>
    </message>
    <message>
      <source>Choose three different leads.</source>
      <translation>Bitte drei verschiedene Ableitungen wählen.</translation>
    </message>
    <message>
      <source>Click</source>
      <translation>Klick</translation>
    </message>
    <message>
      <source>Click a beat, or step through them with the arrow keys.</source>
      <translation>Einen Schlag anklicken oder mit den Pfeiltasten durchgehen.</translation>
    </message>
    <message>
      <source>Click a row of a map, or go to it with Tab and the arrow keys.</source>
      <translation>Eine Zeile einer Karte anklicken, oder mit Tab und den Pfeiltasten dorthin gehen.</translation>
    </message>
    <message>
      <source>Click or drag to move. Right click chooses the lead. Shift and drag: what the model is asked about, of long recordings.</source>
      <translation>Klicken oder Ziehen bewegt. Rechtsklick wählt die Ableitung. Umschalt und Ziehen: wonach das Modell gefragt wird, bei langen Aufzeichnungen.</translation>
    </message>
    <message>
      <source>Close: {panel}</source>
      <translation>Schließen: {panel}</translation>
    </message>
    <message>
      <source>Colou&amp;rs</source>
      <translation>Fa&amp;rben</translation>
    </message>
    <message>
      <source>Colour: {what}</source>
      <translation>Farbe: {what}</translation>
    </message>
    <message>
      <source>Coloured by</source>
      <translation>Gefärbt nach</translation>
    </message>
    <message>
      <source>Column</source>
      <translation>Spalte</translation>
    </message>
    <message>
      <source>Column {number}</source>
      <translation>Spalte {number}</translation>
    </message>
    <message>
      <source>Columns of the ta&amp;ble …</source>
      <translation>Spalten der &amp;Tabelle …</translation>
    </message>
    <message>
      <source>Columns of the table</source>
      <translation>Spalten der Tabelle</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Compare with</source>
      <translation>Vergleichen mit</translation>
    </message>
    <message>
      <source>Computing the evidence …</source>
      <translation>Begründung wird berechnet …</translation>
    </message>
    <message>
      <source>Conditions on columns, codes of statements that are stated, and parts of file names; a row must meet all of them.</source>
      <translation>Bedingungen an Spalten, Kürzel von Aussagen, die getroffen werden, und Teile von Dateinamen; eine Zeile muss alle erfüllen.</translation>
    </message>
    <message>
      <source>Contiguous in Cabrera order</source>
      <translation>Benachbart in Cabrera-Folge</translation>
    </message>
    <message>
      <source>Copy all mea&amp;surements</source>
      <translation>Alle Me&amp;sswerte kopieren</translation>
    </message>
    <message>
      <source>Cornell product</source>
      <translation>Cornell-Produkt</translation>
    </message>
    <message>
      <source>Cornell voltage</source>
      <translation>Cornell-Voltage</translation>
    </message>
    <message>
      <source>Criteria</source>
      <translation>Kriterien</translation>
    </message>
    <message>
      <source>Criteria met</source>
      <translation>Erfüllte Kriterien</translation>
    </message>
    <message>
      <source>Criteria met: {criteria}</source>
      <translation>Erfüllte Kriterien: {criteria}</translation>
    </message>
    <message>
      <source>Criterion</source>
      <translation>Kriterium</translation>
    </message>
    <message>
      <source>Ctrl + wheel</source>
      <translation>Strg + Mausrad</translation>
    </message>
    <message>
      <source>Cut off at the largest or smallest value for {total_s:.3g} s</source>
      <translation>Beim größten oder kleinsten Wert abgeschnitten, {total_s:.3g} s lang</translation>
    </message>
    <message>
      <source>D&amp;o not snap</source>
      <translation>N&amp;icht einrasten</translation>
    </message>
    <message>
      <source>DICOM has no code here for lead {unknown}</source>
      <translation>DICOM hat hier keinen Code für Ableitung {unknown}</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Differences between two recordings</source>
      <translation>Unterschiede zwischen zwei Aufzeichnungen</translation>
    </message>
    <message>
      <source>Differences by lead between two recordings</source>
      <translation>Unterschiede zweier Aufzeichnungen je Ableitung</translation>
    </message>
    <message>
      <source>Different: correlation with the median beat below 0.90, averaged over all leads, from 100 ms before to 200 ms after R. Dashed lines are different beats; the black line is the median of the others. Baseline: the level of each beat {start:.0f} to {stop:.0f} ms before R. Signal as recorded less wander and mains hum, no display filter.</source>
      <translation>Abweichend: Korrelation mit dem Medianschlag unter 0,90, gemittelt über alle Ableitungen, von 100 ms vor bis 200 ms nach R. Gestrichelte Linien sind abweichende Schläge; die schwarze Linie ist der Median der übrigen. Grundlinie: der Pegel jedes Schlags {start:.0f} bis {stop:.0f} ms vor R. Signal wie aufgezeichnet ohne Grundlinienschwankung und Netzbrummen, ohne Anzeigefilter.</translation>
    </message>
    <message>
      <source>Dismiss this message</source>
      <translation>Meldung schließen</translation>
    </message>
    <message>
      <source>Display filter: {name} – {mark}</source>
      <translation>Anzeigefilter: {name} – {mark}</translation>
    </message>
    <message>
      <source>Display filters (keys D, M, W)</source>
      <translation>Anzeigefilter (Tasten D, M, W)</translation>
    </message>
    <message>
      <source>Drag</source>
      <translation>Ziehen</translation>
    </message>
    <message>
      <source>Drawing traces …</source>
      <translation>Kurven werden gezeichnet …</translation>
    </message>
    <message>
      <source>Drawn as large as there is room, not to scale.</source>
      <translation>So groß gezeichnet, wie Platz ist, nicht maßstäblich.</translation>
    </message>
    <message>
      <source>Drop of the logit when {window_s:g} s of a lead are made isoelectric (Zeiler 2014), spread evenly over them.</source>
      <translation>Abfall des Logits, wenn {window_s:g} s einer Ableitung isoelektrisch gemacht werden (Zeiler 2014), gleichmäßig auf sie verteilt.</translation>
    </message>
    <message>
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>E&amp;xport recording …</source>
      <translation>Aufzeichnung ex&amp;portieren …</translation>
    </message>
    <message>
      <source>E&amp;xport the attention …</source>
      <translation>Aufmerksamkeit e&amp;xportieren …</translation>
    </message>
    <message>
      <source>ECG paper</source>
      <translation>EKG-Papier</translation>
    </message>
    <message>
      <source>ECG recordings ({patterns})</source>
      <translation>EKG-Aufzeichnungen ({patterns})</translation>
    </message>
    <message>
      <source>ECG-JEPA</source>
      <translation>ECG-JEPA</translation>
    </message>
    <message>
      <source>EDF cannot state a sampling frequency of {fs:g} Hz</source>
      <translation>EDF kann eine Abtastrate von {fs:g} Hz nicht angeben</translation>
    </message>
    <message>
      <source>EDF has no mark for missing samples, and some are</source>
      <translation>EDF hat kein Zeichen für fehlende Abtastwerte, und einige fehlen</translation>
    </message>
    <message>
      <source>Earlier by a second</source>
      <translation>Eine Sekunde früher</translation>
    </message>
    <message>
      <source>Ectopic beats</source>
      <translation>Ektope Schläge</translation>
    </message>
    <message>
      <source>Ectopic: {n} of {of} beats</source>
      <translation>Ektop: {n} von {of} Schlägen</translation>
    </message>
    <message>
      <source>Edges snap to {place}. QTc by {formula}.</source>
      <translation>Kanten rasten ein auf: {place}. QTc nach {formula}.</translation>
    </message>
    <message>
      <source>Electrodes</source>
      <translation>Elektroden</translation>
    </message>
    <message>
      <source>Electrodes perhaps exchanged: {electrodes}. Nothing is drawn otherwise for it.</source>
      <translation>Elektroden vielleicht vertauscht: {electrodes}. Gezeichnet wird deshalb nichts anders.</translation>
    </message>
    <message>
      <source>End of the recording</source>
      <translation>Ende der Aufzeichnung</translation>
    </message>
    <message>
      <source>End the &amp;comparison</source>
      <translation>&amp;Vergleich beenden</translation>
    </message>
    <message>
      <source>Enter does it.</source>
      <translation>Eingabetaste führt den Befehl aus.</translation>
    </message>
    <message>
      <source>Error: {text}</source>
      <translation>Fehler: {text}</translation>
    </message>
    <message>
      <source>Every lead isoelectric</source>
      <translation>Jede Ableitung isoelektrisch</translation>
    </message>
    <message>
      <source>Evi&amp;dence</source>
      <translation>B&amp;egründung</translation>
    </message>
    <message>
      <source>Evidence</source>
      <translation>Begründung</translation>
    </message>
    <message>
      <source>Evidence by group, lead and beat</source>
      <translation>Begründung nach Gruppe, Ableitung und Schlag</translation>
    </message>
    <message>
      <source>Evidence for {code} is not there yet.</source>
      <translation>Die Evidenz für {code} ist noch nicht da.</translation>
    </message>
    <message>
      <source>Evidence for {code}: that of beats is not there yet.</source>
      <translation>Evidenz für {code}: die der Schläge ist noch nicht da.</translation>
    </message>
    <message>
      <source>Evidence for {code}: {legend}</source>
      <translation>Begründung für {code}: {legend}</translation>
    </message>
    <message>
      <source>Evidence for: {label}</source>
      <translation>Begründung für: {label}</translation>
    </message>
    <message>
      <source>Evidence for: {label} (not there yet)</source>
      <translation>Begründung für: {label} (noch nicht da)</translation>
    </message>
    <message>
      <source>Evidence of leads by beats</source>
      <translation>Evidenz von Ableitungen nach Schlägen</translation>
    </message>
    <message>
      <source>Evidence where leads look from</source>
      <translation>Evidenz, von wo die Ableitungen blicken</translation>
    </message>
    <message>
      <source>Evidence: select a statement.</source>
      <translation>Begründung: bitte eine Aussage wählen.</translation>
    </message>
    <message>
      <source>Evidence: {method}</source>
      <translation>Begründung: {method}</translation>
    </message>
    <message>
      <source>Export &amp;all pages …</source>
      <translation>&amp;Alle Seiten exportieren …</translation>
    </message>
    <message>
      <source>Export pages</source>
      <translation>Seiten exportieren</translation>
    </message>
    <message>
      <source>Export recording</source>
      <translation>Aufzeichnung exportieren</translation>
    </message>
    <message>
      <source>Extreme QRS axis</source>
      <translation>Extreme QRS-Achse</translation>
    </message>
    <message>
      <source>Fastest rate</source>
      <translation>Schnellste Frequenz</translation>
    </message>
    <message>
      <source>Fewer than three beats have the same shape.</source>
      <translation>Weniger als drei Schläge haben dieselbe Form.</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>Filter the annotations</source>
      <translation>Annotationen filtern</translation>
    </message>
    <message>
      <source>Filter the results</source>
      <translation>Ergebnisse filtern</translation>
    </message>
    <message>
      <source>Filter the worklist</source>
      <translation>Arbeitsliste filtern</translation>
    </message>
    <message>
      <source>Filter: file, patient, date, state …</source>
      <translation>Filter: Datei, Patient, Datum, Zustand …</translation>
    </message>
    <message>
      <source>Filter: lead, symbol, text …</source>
      <translation>Filter: Ableitung, Zeichen, Text …</translation>
    </message>
    <message>
      <source>Filter: qrs_ms&gt;120  AFIB&gt;=0.5  MI  name …</source>
      <translation>Filter: qrs_ms&gt;120  AFIB&gt;=0,5  MI  Name …</translation>
    </message>
    <message>
      <source>Filter: {name}</source>
      <translation>Filter: {name}</translation>
    </message>
    <message>
      <source>Filtering …</source>
      <translation>Es wird gefiltert …</translation>
    </message>
    <message>
      <source>Filters</source>
      <translation>F&amp;ilter</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Finden</translation>
    </message>
    <message>
      <source>Find anything …</source>
      <translation>Alles finden …</translation>
    </message>
    <message>
      <source>Finding beats …</source>
      <translation>Schläge werden gesucht …</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>Einpassen</translation>
    </message>
    <message>
      <source>Flat stretches in {leads}</source>
      <translation>Flache Abschnitte in {leads}</translation>
    </message>
    <message>
      <source>Float or dock: {panel}</source>
      <translation>Ablösen oder andocken: {panel}</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Folders more than {max_depth} levels deep are left out, in {folder}.</source>
      <translation>Ordner in mehr als {max_depth} Ebenen Tiefe werden weggelassen, in {folder}.</translation>
    </message>
    <message>
      <source>Following the statements … {percent} %</source>
      <translation>Verfolgt die Aussagen … {percent} %</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Gefunden</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>From a &amp;file …</source>
      <translation>Aus einer &amp;Datei …</translation>
    </message>
    <message>
      <source>Gain</source>
      <translation>Verstärkung</translation>
    </message>
    <message>
      <source>Given in the file: {first}</source>
      <translation>In der Datei angegeben: {first}</translation>
    </message>
    <message>
      <source>Global beat: the root mean square (RMS) of the median beats of {leads}.</source>
      <translation>Globaler Schlag: der quadratische Mittelwert (RMS) der Medianschläge von {leads}.</translation>
    </message>
    <message>
      <source>Going on with N &amp;marks as read</source>
      <translation>Weiter mit N &amp;markiert als gelesen</translation>
    </message>
    <message>
      <source>Gone with random weights</source>
      <translation>Mit zufälligen Gewichten verschwunden</translation>
    </message>
    <message>
      <source>Grad-CAM</source>
      <translation>Grad-CAM</translation>
    </message>
    <message>
      <source>Grad-CAM of the last convolutional layer (Selvaraju 2017), signed; where the layer reads several leads, each shows the same.</source>
      <translation>Grad-CAM der letzten Faltungsschicht (Selvaraju 2017), mit Vorzeichen; wo die Schicht mehrere Ableitungen liest, zeigt jede dasselbe.</translation>
    </message>
    <message>
      <source>Gradient-weighted up to layer {layer}, for {code}</source>
      <translation>Mit Gradient gewichtet bis Schicht {layer}, für {code}</translation>
    </message>
    <message>
      <source>Group “{name}” is no list of leads.</source>
      <translation>Gruppe „{name}“ ist keine Liste von Ableitungen.</translation>
    </message>
    <message>
      <source>Group, lead, beat</source>
      <translation>Gruppe, Ableitung, Schlag</translation>
    </message>
    <message>
      <source>Groups and leads: exact. Beats are still to come.</source>
      <translation>Gruppen und Ableitungen: exakt. Schläge folgen noch.</translation>
    </message>
    <message>
      <source>Groups and leads: exact. Beats: estimates, each ±{error} on average.</source>
      <translation>Gruppen und Ableitungen: exakt. Schläge: geschätzt, jeder im Mittel ±{error}.</translation>
    </message>
    <message>
      <source>Groups and leads: exact. Beats: first those on the screen.</source>
      <translation>Gruppen und Ableitungen: exakt. Schläge: zuerst die sichtbaren.</translation>
    </message>
    <message>
      <source>Groups, leads and beats: exact.</source>
      <translation>Gruppen, Ableitungen und Schläge: exakt.</translation>
    </message>
    <message>
      <source>Groups: exact. Leads and beats are still to come.</source>
      <translation>Gruppen: exakt. Ableitungen und Schläge folgen noch.</translation>
    </message>
    <message>
      <source>Groups: exact. Leads: first estimates. Beats are still to come.</source>
      <translation>Gruppen: exakt. Ableitungen: erste Schätzung. Schläge folgen noch.</translation>
    </message>
    <message>
      <source>Groups: {title}, version {version}.</source>
      <translation>Gruppen: {title}, Version {version}.</translation>
    </message>
    <message>
      <source>Groups: {title}, version {version}; {n} removals.</source>
      <translation>Gruppen: {title}, Version {version}; {n} Wegnahmen.</translation>
    </message>
    <message>
      <source>Handed to the printer. Pages: {n}</source>
      <translation>An den Drucker übergeben. Seiten: {n}</translation>
    </message>
    <message>
      <source>Hard to read</source>
      <translation>Schwer lesbar</translation>
    </message>
    <message>
      <source>Hard to read. {reasons}</source>
      <translation>Schwer zu lesen. {reasons}</translation>
    </message>
    <message>
      <source>Heart rate</source>
      <translation>Herzfrequenz</translation>
    </message>
    <message>
      <source>Hold a bank card against the screen with its left edge on the left edge of the outline. Drag the right edge, or press ← and → (with Shift ten pixels), until the outline is as wide as the card.</source>
      <translation>Eine Bankkarte so an den Bildschirm halten, dass ihre linke Kante auf der linken Kante des Umrisses liegt. Die rechte Kante ziehen oder ← und → drücken (mit Umschalt zehn Pixel), bis der Umriss so breit wie die Karte ist.</translation>
    </message>
    <message>
      <source>Horizontal or downsloping ST depression in two contiguous leads</source>
      <translation>Horizontale oder deszendierende ST-Senkung in zwei benachbarten Ableitungen</translation>
    </message>
    <message>
      <source>How the groups add up</source>
      <translation>Wie die Gruppen sich summieren</translation>
    </message>
    <message>
      <source>How well it tells this statement was not measured, or on too few.</source>
      <translation>Wie gut es diese Aussage erkennt, wurde nicht oder an zu wenigen gemessen.</translation>
    </message>
    <message>
      <source>Hum of {mains_hz:g} Hz with an amplitude of {size}</source>
      <translation>Netzbrummen von {mains_hz:g} Hz mit einer Amplitude von {size}</translation>
    </message>
    <message>
      <source>I &amp;understand</source>
      <translation>I&amp;ch habe verstanden</translation>
    </message>
    <message>
      <source>I resembles V6 by {now:.2f} and P in II points {p_now}; with the electrodes exchanged by {then:.2f} and {p_then}</source>
      <translation>I ähnelt V6 mit {now:.2f}, und P zeigt in II {p_now}; mit vertauschten Elektroden {then:.2f} und {p_then}</translation>
    </message>
    <message>
      <source>II is not I + III: an approximate axis</source>
      <translation>II ist nicht I + III: die Achse ist ungefähr</translation>
    </message>
    <message>
      <source>In all leads {n_missing} samples ({missing_s:.3g} s) are marked missing.</source>
      <translation>In allen Ableitungen sind {n_missing} Abtastwerte ({missing_s:.3g} s) als fehlend gekennzeichnet.</translation>
    </message>
    <message>
      <source>In brackets: the interval that holds the true value with about 95 % confidence. Hold the pointer over a row to see how it was measured.</source>
      <translation>In Klammern: der Bereich, in dem der wahre Wert mit etwa 95 % Sicherheit liegt. Wie gemessen wurde, steht beim Mauszeiger über einer Zeile.</translation>
    </message>
    <message>
      <source>In the first {seconds:.0f} s: {text}</source>
      <translation>In den ersten {seconds:.0f} s: {text}</translation>
    </message>
    <message>
      <source>Incomplete right bundle branch block</source>
      <translation>Inkompletter Rechtsschenkelblock</translation>
    </message>
    <message>
      <source>Integrated gradients</source>
      <translation>Integrierte Gradienten</translation>
    </message>
    <message>
      <source>Integrated gradients from isoelectric leads (Sundararajan 2017), with as many steps as bring the sum within 5 %.</source>
      <translation>Integrierte Gradienten von isoelektrischen Ableitungen aus (Sundararajan 2017), mit so vielen Schritten, dass die Summe auf 5 % stimmt.</translation>
    </message>
    <message>
      <source>Interval or amplitude</source>
      <translation>Intervall oder Amplitude</translation>
    </message>
    <message>
      <source>Intraventricular conduction disturbance, unspecific</source>
      <translation>Unspezifische intraventrikuläre Leitungsstörung</translation>
    </message>
    <message>
      <source>Irregular</source>
      <translation>Unregelmäßig</translation>
    </message>
    <message>
      <source>It began at {time}.</source>
      <translation>Sie begann um {time}.</translation>
    </message>
    <message>
      <source>It resembles recordings that experts could not read; no single fault stands out</source>
      <translation>Sie ähnelt Aufzeichnungen, die Fachleute nicht lesen konnten; kein einzelner Fehler sticht hervor</translation>
    </message>
    <message>
      <source>J</source>
      <translation>J</translation>
    </message>
    <message>
      <source>J in {lead}</source>
      <translation>J in {lead}</translation>
    </message>
    <message>
      <source>J point (QRS end)</source>
      <translation>J-Punkt (QRS-Ende)</translation>
    </message>
    <message>
      <source>J point beyond noise: {changes} mV</source>
      <translation>J-Punkt über dem Rauschen: {changes} mV</translation>
    </message>
    <message>
      <source>J+20</source>
      <translation>J+20</translation>
    </message>
    <message>
      <source>J+40</source>
      <translation>J+40</translation>
    </message>
    <message>
      <source>J+60</source>
      <translation>J+60</translation>
    </message>
    <message>
      <source>J+80</source>
      <translation>J+80</translation>
    </message>
    <message>
      <source>JT</source>
      <translation>JT</translation>
    </message>
    <message>
      <source>JTc Fridericia</source>
      <translation>JTc Fridericia</translation>
    </message>
    <message>
      <source>Jump to time</source>
      <translation>Zu Zeitpunkt springen</translation>
    </message>
    <message>
      <source>Jumps of the level in {leads}</source>
      <translation>Sprünge des Pegels in {leads}</translation>
    </message>
    <message>
      <source>Keep to this &amp;stretch</source>
      <translation>Bei diesem &amp;Abschnitt bleiben</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Lab</source>
      <translation>Labor</translation>
    </message>
    <message>
      <source>Lan&amp;guage</source>
      <translation>Sprac&amp;he</translation>
    </message>
    <message>
      <source>Large swings in {leads}</source>
      <translation>Große Ausschläge in {leads}</translation>
    </message>
    <message>
      <source>Later by a second</source>
      <translation>Eine Sekunde später</translation>
    </message>
    <message>
      <source>Lay together by the time from the s&amp;tart</source>
      <translation>Nach der &amp;Zeit ab Beginn ausrichten</translation>
    </message>
    <message>
      <source>Lay together on &amp;R peaks</source>
      <translation>An &amp;R-Zacken ausrichten</translation>
    </message>
    <message>
      <source>Layer activation</source>
      <translation>Aktivierung einer Schicht</translation>
    </message>
    <message>
      <source>Layer {layer}, head {head}: what is used</source>
      <translation>Schicht {layer}, Kopf {head}: was genutzt wird</translation>
    </message>
    <message>
      <source>Layers and heads</source>
      <translation>Schichten und Köpfe</translation>
    </message>
    <message>
      <source>Laying beats over each other …</source>
      <translation>Schläge werden übereinandergelegt …</translation>
    </message>
    <message>
      <source>Layout</source>
      <translation>Anordnung</translation>
    </message>
    <message>
      <source>Lead</source>
      <translation>Ableitung</translation>
    </message>
    <message>
      <source>Lead group</source>
      <translation>Ableitungsgruppe</translation>
    </message>
    <message>
      <source>Lead groups before and after</source>
      <translation>Ableitungsgruppen vorher und nachher</translation>
    </message>
    <message>
      <source>Lead {alone} does not fit the other limb leads (Einthoven), which fit each other: it may be wrongly scaled, mixed up or damaged.</source>
      <translation>Die Ableitung {alone} passt nicht zu den anderen Extremitätenableitungen (Einthoven), die zueinander passen: Sie ist womöglich falsch skaliert, vertauscht oder beschädigt.</translation>
    </message>
    <message>
      <source>Lead {lead}</source>
      <translation>Ableitung {lead}</translation>
    </message>
    <message>
      <source>Lead {lead} is {where}.</source>
      <translation>Ableitung {lead} ist {where}.</translation>
    </message>
    <message>
      <source>Lead {lead}: {n_missing} samples ({missing_s:.3g} s) are marked missing.</source>
      <translation>Ableitung {lead}: {n_missing} Abtastwerte ({missing_s:.3g} s) sind als fehlend gekennzeichnet.</translation>
    </message>
    <message>
      <source>Lead {name} has a negative gain: the file turns it upside down.</source>
      <translation>Die Ableitung {name} hat eine negative Verstärkung: Die Datei stellt sie auf den Kopf.</translation>
    </message>
    <message>
      <source>Lead {name} holds no samples: all are marked missing.</source>
      <translation>Die Ableitung {name} enthält keine Abtastwerte: Alle sind als fehlend gekennzeichnet.</translation>
    </message>
    <message>
      <source>Lead {name} is called {channel} in the file: a modified lead with electrodes on the trunk.</source>
      <translation>Die Ableitung {name} heißt in der Datei {channel}: eine modifizierte Ableitung mit Elektroden am Rumpf.</translation>
    </message>
    <message>
      <source>Lead {name} is {times:.3g} times as large as the other leads: its gain or unit is probably wrong, or its electrode was loose.</source>
      <translation>Ableitung {name} ist {times:.3g}-mal so groß wie die anderen Ableitungen: Ihre Verstärkung oder Einheit ist wahrscheinlich falsch, oder ihre Elektrode war lose.</translation>
    </message>
    <message>
      <source>Leads</source>
      <translation>Ableitungen</translation>
    </message>
    <message>
      <source>Leads A, B</source>
      <translation>Abl. A, B</translation>
    </message>
    <message>
      <source>Leads over each other</source>
      <translation>Ableitungen übereinander</translation>
    </message>
    <message>
      <source>Leads side by side</source>
      <translation>Ableitungen nebeneinander</translation>
    </message>
    <message>
      <source>Leads {exchanged} seem to be exchanged: the limb leads fit each other only the other way round. They are shown as the file names them.</source>
      <translation>Die Ableitungen {exchanged} scheinen vertauscht: Nur andersherum passen die Extremitätenableitungen zueinander. Sie werden gezeigt, wie die Datei sie nennt.</translation>
    </message>
    <message>
      <source>Left anterior fascicular block</source>
      <translation>Linksanteriorer Hemiblock</translation>
    </message>
    <message>
      <source>Left bundle branch block</source>
      <translation>Linksschenkelblock</translation>
    </message>
    <message>
      <source>Left bundle branch block or paced QRS</source>
      <translation>Linksschenkelblock oder stimulierter QRS</translation>
    </message>
    <message>
      <source>Left out: {columns}.</source>
      <translation>Weggelassen: {columns}.</translation>
    </message>
    <message>
      <source>Left out: {left_out}.</source>
      <translation>Nicht erklärt: {left_out}.</translation>
    </message>
    <message>
      <source>Left posterior fascicular block</source>
      <translation>Linksposteriorer Hemiblock</translation>
    </message>
    <message>
      <source>Level down</source>
      <translation>Pegel tiefer</translation>
    </message>
    <message>
      <source>Level down ten steps</source>
      <translation>Pegel zehn Schritte tiefer</translation>
    </message>
    <message>
      <source>Level up</source>
      <translation>Pegel höher</translation>
    </message>
    <message>
      <source>Level up ten steps</source>
      <translation>Pegel zehn Schritte höher</translation>
    </message>
    <message>
      <source>Li&amp;nes</source>
      <translation>Li&amp;nien</translation>
    </message>
    <message>
      <source>Limits chosen from {n} recordings.</source>
      <translation>Grenzen aus {n} Aufzeichnungen gewählt.</translation>
    </message>
    <message>
      <source>Limits chosen from {n} recordings; set by hand: {names}.</source>
      <translation>Grenzen aus {n} Aufzeichnungen gewählt; von Hand gesetzt: {names}.</translation>
    </message>
    <message>
      <source>Line &amp;back to automatic</source>
      <translation>Linie &amp;zurück auf automatisch</translation>
    </message>
    <message>
      <source>Line automatic</source>
      <translation>Linie automatisch</translation>
    </message>
    <message>
      <source>Lines of all leads</source>
      <translation>Linien aller Ableitungen</translation>
    </message>
    <message>
      <source>Lines of the next &amp;lead</source>
      <translation>Linien der nächsten &amp;Ableitung</translation>
    </message>
    <message>
      <source>Lines of the previous lea&amp;d</source>
      <translation>Linien der vorigen Ableit&amp;ung</translation>
    </message>
    <message>
      <source>Lines of {lead}</source>
      <translation>Linien von {lead}</translation>
    </message>
    <message>
      <source>Lines of {lead} alone: they measure this lead, in the table of leads too; the values of the recording follow the lines of all leads.</source>
      <translation>Linien von {lead} allein: Sie messen diese Ableitung, auch in der Tabelle der Ableitungen; die Werte der Aufzeichnung folgen den Linien aller Ableitungen.</translation>
    </message>
    <message>
      <source>Listing recordings …</source>
      <translation>Aufzeichnungen werden aufgelistet …</translation>
    </message>
    <message>
      <source>Loading the model …</source>
      <translation>Modell wird geladen …</translation>
    </message>
    <message>
      <source>Logit</source>
      <translation>Logit</translation>
    </message>
    <message>
      <source>Logit {logit} = {baseline} (all beats removed) {total} (the leads together). Each level adds up to within {gap}.</source>
      <translation>Logit {logit} = {baseline} (alle Schläge entfernt) {total} (alle Ableitungen zusammen). Jede Ebene summiert sich auf {gap} genau.</translation>
    </message>
    <message>
      <source>Logit {logit} = {baseline} (every lead isoelectric) {total} (the leads together), but for {gap}.</source>
      <translation>Logit {logit} = {baseline} (alle Ableitungen isoelektrisch) {total} (die Ableitungen zusammen), bis auf {gap}.</translation>
    </message>
    <message>
      <source>Longest RR (all beats)</source>
      <translation>Längstes RR (alle Schläge)</translation>
    </message>
    <message>
      <source>Longest run of ectopic beats</source>
      <translation>Längste Reihe ektoper Schläge</translation>
    </message>
    <message>
      <source>Low QRS voltage</source>
      <translation>QRS-Niedervoltage</translation>
    </message>
    <message>
      <source>M&amp;edian in its place</source>
      <translation>M&amp;edian an seiner Stelle</translation>
    </message>
    <message>
      <source>Mains hum in {leads}</source>
      <translation>Netzbrummen in {leads}</translation>
    </message>
    <message>
      <source>Mains hum: left in</source>
      <translation>Netzbrummen: belassen</translation>
    </message>
    <message>
      <source>Mains hum: subtract what is found</source>
      <translation>Netzbrummen: gefundenes abziehen</translation>
    </message>
    <message>
      <source>Mains hum: subtract {hz:g} Hz</source>
      <translation>Netzbrummen: {hz:g} Hz abziehen</translation>
    </message>
    <message>
      <source>Maps</source>
      <translation>Karten</translation>
    </message>
    <message>
      <source>Margin</source>
      <translation>Abstand</translation>
    </message>
    <message>
      <source>Marked as &amp;read</source>
      <translation>Als &amp;gelesen markiert</translation>
    </message>
    <message>
      <source>Marked: {leads}</source>
      <translation>Markiert: {leads}</translation>
    </message>
    <message>
      <source>Mean activation of the last convolutional layer, whatever the statement; where the layer reads several leads, each shows the same.</source>
      <translation>Mittlere Aktivierung der letzten Faltungsschicht, gleich welche Aussage; wo die Schicht mehrere Ableitungen liest, zeigt jede dasselbe.</translation>
    </message>
    <message>
      <source>Mean of {n_stretches} stretches of the recording.</source>
      <translation>Mittel über {n_stretches} Abschnitte der Aufzeichnung.</translation>
    </message>
    <message>
      <source>Measured automatically: {first}</source>
      <translation>Automatisch gemessen: {first}</translation>
    </message>
    <message>
      <source>Measured, whatever the network says: {criteria}.</source>
      <translation>Gemessen, unabhängig von den Aussagen des Netzes: {criteria}.</translation>
    </message>
    <message>
      <source>Measurements</source>
      <translation>Messwerte</translation>
    </message>
    <message>
      <source>Measurements by lead</source>
      <translation>Messwerte nach Ableitung</translation>
    </message>
    <message>
      <source>Measuring …</source>
      <translation>Messen …</translation>
    </message>
    <message>
      <source>Median beat</source>
      <translation>Medianschlag</translation>
    </message>
    <message>
      <source>Median beat with its lines</source>
      <translation>Medianschlag mit seinen Linien</translation>
    </message>
    <message>
      <source>Median beats of both recordings, by lead</source>
      <translation>Medianschläge beider Aufzeichnungen, je Ableitung</translation>
    </message>
    <message>
      <source>Median beats, A of {n_first} of {all_first} beats, B of {n_second} of {all_second}</source>
      <translation>Medianschläge, A aus {n_first} von {all_first} Schlägen, B aus {n_second} von {all_second}</translation>
    </message>
    <message>
      <source>Method: {method}</source>
      <translation>Verfahren: {method}</translation>
    </message>
    <message>
      <source>Missing samples in {leads}</source>
      <translation>Fehlende Abtastwerte in {leads}</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Model whose attention is shown</source>
      <translation>Modell, dessen Aufmerksamkeit gezeigt wird</translation>
    </message>
    <message>
      <source>Model: {model}.</source>
      <translation>Modell: {model}.</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>More than beats in random order</source>
      <translation>Mehr als Schläge in zufälliger Folge</translation>
    </message>
    <message>
      <source>More than the largest deflections</source>
      <translation>Mehr als die größten Ausschläge</translation>
    </message>
    <message>
      <source>More tools</source>
      <translation>Weitere Werkzeuge</translation>
    </message>
    <message>
      <source>Most like this recording</source>
      <translation>Dieser Aufzeichnung am ähnlichsten</translation>
    </message>
    <message>
      <source>Mouse</source>
      <translation>Maus</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Bewegen</translation>
    </message>
    <message>
      <source>Move the &amp;handle</source>
      <translation>&amp;Griff verschieben</translation>
    </message>
    <message>
      <source>Move the paper</source>
      <translation>Papier verschieben</translation>
    </message>
    <message>
      <source>Moved lines could not be kept: {reason}. They are lost if the window is closed again.</source>
      <translation>Verschobene Linien konnten nicht gespeichert werden: {reason}. Sie gehen verloren, wenn das Fenster noch einmal geschlossen wird.</translation>
    </message>
    <message>
      <source>Muscle noise in {leads}</source>
      <translation>Muskelzittern in {leads}</translation>
    </message>
    <message>
      <source>Muscle or other fast noise, root mean square {size}</source>
      <translation>Muskelzittern oder anderes schnelles Rauschen, Effektivwert {size}</translation>
    </message>
    <message>
      <source>Mute leads</source>
      <translation>Ableitungen stumm</translation>
    </message>
    <message>
      <source>Mute {lead}</source>
      <translation>{lead} stumm</translation>
    </message>
    <message>
      <source>NOT DIAGNOSTIC</source>
      <translation>NICHT DIAGNOSTISCH</translation>
    </message>
    <message>
      <source>Names have 1 to {longest_name} printable letters.</source>
      <translation>Namen haben 1 bis {longest_name} druckbare Zeichen.</translation>
    </message>
    <message>
      <source>Ne&amp;xt lead alone</source>
      <translation>&amp;Nächste Ableitung allein</translation>
    </message>
    <message>
      <source>NeuroKit2 could not tell the waves of this signal.</source>
      <translation>NeuroKit2 konnte die Wellen dieses Signals nicht bestimmen.</translation>
    </message>
    <message>
      <source>NeuroKit2 gives a second opinion: where it differs, the intervals are wider.</source>
      <translation>NeuroKit2 gibt eine zweite Meinung: Wo sie abweicht, sind die Intervalle weiter.</translation>
    </message>
    <message>
      <source>NeuroKit2, prominence, order statistics of the leads</source>
      <translation>NeuroKit2, Prominenz, Ordnungsstatistik der Ableitungen</translation>
    </message>
    <message>
      <source>New &amp;amplitude caliper</source>
      <translation>Neuer &amp;Amplitudenzirkel</translation>
    </message>
    <message>
      <source>New &amp;time caliper</source>
      <translation>Neuer &amp;Zeitzirkel</translation>
    </message>
    <message>
      <source>Next &amp;QTc formula</source>
      <translation>Nächste &amp;QTc-Formel</translation>
    </message>
    <message>
      <source>Next &amp;annotation</source>
      <translation>Nächste &amp;Annotation</translation>
    </message>
    <message>
      <source>Next &amp;band</source>
      <translation>Nächstes &amp;Band</translation>
    </message>
    <message>
      <source>Next &amp;beat</source>
      <translation>Nächster &amp;Schlag</translation>
    </message>
    <message>
      <source>Next &amp;kind of attention map</source>
      <translation>Nächste A&amp;rt der Aufmerksamkeitskarte</translation>
    </message>
    <message>
      <source>Next &amp;kind of snapping</source>
      <translation>&amp;Nächste Art des Einrastens</translation>
    </message>
    <message>
      <source>Next &amp;mains frequency</source>
      <translation>Nächste &amp;Netzfrequenz</translation>
    </message>
    <message>
      <source>Next &amp;speed</source>
      <translation>Nächster Papier&amp;vorschub</translation>
    </message>
    <message>
      <source>Next &amp;unread recording</source>
      <translation>Nächste &amp;ungelesene Aufzeichnung</translation>
    </message>
    <message>
      <source>Next c&amp;hange of the statement</source>
      <translation>Nächster Wec&amp;hsel der Aussage</translation>
    </message>
    <message>
      <source>Next page</source>
      <translation>Nächste Seite</translation>
    </message>
    <message>
      <source>Next way of &amp;laying them together</source>
      <translation>Nächste &amp;Ausrichtung</translation>
    </message>
    <message>
      <source>No R peaks are known.</source>
      <translation>Es sind keine R-Zacken bekannt.</translation>
    </message>
    <message>
      <source>No RR interval is known: beats between may not have been seen.</source>
      <translation>Es ist kein RR-Intervall bekannt: Schläge dazwischen wurden vielleicht nicht gesehen.</translation>
    </message>
    <message>
      <source>No amplitude caliper is selected.</source>
      <translation>Es ist kein Amplitudenzirkel ausgewählt.</translation>
    </message>
    <message>
      <source>No annotation has these words.</source>
      <translation>Keine Annotation hat diese Wörter.</translation>
    </message>
    <message>
      <source>No annotations lie beside this recording.</source>
      <translation>Neben dieser Aufzeichnung liegen keine Annotationen.</translation>
    </message>
    <message>
      <source>No beats are known.</source>
      <translation>Es sind keine Schläge bekannt.</translation>
    </message>
    <message>
      <source>No beats were found that could be laid over each other.</source>
      <translation>Es wurden keine Schläge gefunden, die sich übereinanderlegen ließen.</translation>
    </message>
    <message>
      <source>No caliper is selected (Tab on the paper selects one).</source>
      <translation>Es ist kein Zirkel ausgewählt (Tab auf dem Papier wählt einen).</translation>
    </message>
    <message>
      <source>No calipers yet: T measures time, V amplitude.</source>
      <translation>Noch keine Zirkel: T misst Zeit, V Amplitude.</translation>
    </message>
    <message>
      <source>No channel has the name of a known ECG lead; shown under the names in the file: {listed}.</source>
      <translation>Kein Kanal trägt den Namen einer bekannten EKG-Ableitung; gezeigt unter den Namen der Datei: {listed}.</translation>
    </message>
    <message>
      <source>No criteria were judged.</source>
      <translation>Es wurden keine Kriterien beurteilt.</translation>
    </message>
    <message>
      <source>No evidence: select a statement.</source>
      <translation>Keine Evidenz: eine Aussage wählen.</translation>
    </message>
    <message>
      <source>No fiducials are known.</source>
      <translation>Es sind keine Messpunkte bekannt.</translation>
    </message>
    <message>
      <source>No files are open.</source>
      <translation>Es sind keine Dateien geöffnet.</translation>
    </message>
    <message>
      <source>No lead is fit for a second opinion.</source>
      <translation>Keine Ableitung taugt für eine zweite Meinung.</translation>
    </message>
    <message>
      <source>No line is selected (Alt+Down selects one).</source>
      <translation>Keine Linie ist ausgewählt (Alt+Ab wählt eine aus).</translation>
    </message>
    <message>
      <source>No model is installed: recordings open, but nothing is said about them.</source>
      <translation>Es ist kein Modell installiert: Aufzeichnungen werden geöffnet, aber nichts wird über sie ausgesagt.</translation>
    </message>
    <message>
      <source>No other recording of the worklist is unread.</source>
      <translation>Keine andere Aufzeichnung der Arbeitsliste ist ungelesen.</translation>
    </message>
    <message>
      <source>No pages are being written or printed.</source>
      <translation>Es werden keine Seiten geschrieben oder gedruckt.</translation>
    </message>
    <message>
      <source>No recording is compared with this one (Ctrl+D).</source>
      <translation>Mit dieser Aufzeichnung wird keine andere verglichen (Strg+D).</translation>
    </message>
    <message>
      <source>No recording is open, or its beats are not known.</source>
      <translation>Es ist keine Aufzeichnung geöffnet, oder ihre Schläge sind nicht bekannt.</translation>
    </message>
    <message>
      <source>No recording is open.</source>
      <translation>Es ist keine Aufzeichnung geöffnet.</translation>
    </message>
    <message>
      <source>No recording of the worklist comes after this one.</source>
      <translation>Nach dieser kommt keine Aufzeichnung der Arbeitsliste mehr.</translation>
    </message>
    <message>
      <source>No recording of the worklist comes before this one.</source>
      <translation>Vor dieser steht keine Aufzeichnung der Arbeitsliste.</translation>
    </message>
    <message>
      <source>No recordings were found in this folder. Looked for: {formats}.</source>
      <translation>In diesem Ordner wurden keine Aufzeichnungen gefunden. Gesucht wurde nach: {formats}.</translation>
    </message>
    <message>
      <source>No recordings were found, and not every folder could be read.</source>
      <translation>Es wurden keine Aufzeichnungen gefunden, und nicht jeder Ordner konnte gelesen werden.</translation>
    </message>
    <message>
      <source>No signal in {flat}.</source>
      <translation>Kein Signal in {flat}.</translation>
    </message>
    <message>
      <source>No signal of the heart in {leads}</source>
      <translation>Kein Signal des Herzens in {leads}</translation>
    </message>
    <message>
      <source>No table (CSV, TSV) is open.</source>
      <translation>Es ist keine Tabelle (CSV, TSV) geöffnet.</translation>
    </message>
    <message>
      <source>No three beats are alike (correlation 0.90 or more): there is no median beat.</source>
      <translation>Keine drei Schläge gleichen einander (Korrelation ab 0,90): Es gibt keinen Medianschlag.</translation>
    </message>
    <message>
      <source>No time caliper is selected (Tab on the paper selects one).</source>
      <translation>Es ist kein Zeitzirkel ausgewählt (Tab auf dem Papier wählt einen).</translation>
    </message>
    <message>
      <source>No token is chosen</source>
      <translation>Kein Token ist gewählt</translation>
    </message>
    <message>
      <source>No waves are known in this recording.</source>
      <translation>In dieser Aufzeichnung sind keine Wellen bekannt.</translation>
    </message>
    <message>
      <source>No waves could be told in this recording.</source>
      <translation>In dieser Aufzeichnung waren keine Wellen zu erkennen.</translation>
    </message>
    <message>
      <source>Not drawn at this time in this layout; 12×1 (key 2) shows it.</source>
      <translation>Zu dieser Zeit in dieser Anordnung nicht gezeichnet; 12×1 (Taste 2) zeigt es.</translation>
    </message>
    <message>
      <source>Not drawn where it cannot be read: {leads}. {reasons}</source>
      <translation>Nicht gezeichnet, wo nicht lesbar: {leads}. {reasons}</translation>
    </message>
    <message>
      <source>Not everything could be listed or kept.</source>
      <translation>Nicht alles konnte aufgelistet oder behalten werden.</translation>
    </message>
    <message>
      <source>Not for diagnosis · research use</source>
      <translation>Nicht für die Diagnose · nur für die Forschung</translation>
    </message>
    <message>
      <source>Not measured when this page was made.</source>
      <translation>Als diese Seite entstand, war noch nicht gemessen.</translation>
    </message>
    <message>
      <source>Not possible at present.</source>
      <translation>Zurzeit nicht möglich.</translation>
    </message>
    <message>
      <source>Not read: {unread}.</source>
      <translation>Nicht gelesen: {unread}.</translation>
    </message>
    <message>
      <source>Not to scale (screen size unknown).</source>
      <translation>Nicht maßstäblich (Bildschirmgröße unbekannt).</translation>
    </message>
    <message>
      <source>Note: {text}</source>
      <translation>Hinweis: {text}</translation>
    </message>
    <message>
      <source>Nothing carries it: no group of leads contributes {least} logit.</source>
      <translation>Nichts trägt sie: Keine Gruppe von Ableitungen trägt {least} Logit bei.</translation>
    </message>
    <message>
      <source>Nothing changes for {total_s:.3g} s</source>
      <translation>Keine Änderung, {total_s:.3g} s lang</translation>
    </message>
    <message>
      <source>Nothing could be measured: {reason}</source>
      <translation>Es konnte nichts gemessen werden: {reason}</translation>
    </message>
    <message>
      <source>Nothing fits these words.</source>
      <translation>Zu diesen Wörtern passt nichts.</translation>
    </message>
    <message>
      <source>Nothing has been measured.</source>
      <translation>Es wurde nichts gemessen.</translation>
    </message>
    <message>
      <source>Nothing of the heart in it for {total_s:.3g} s</source>
      <translation>Kein Signal des Herzens darin, {total_s:.3g} s lang</translation>
    </message>
    <message>
      <source>Nothing on this computer opens the documentation: {path}</source>
      <translation>Nichts auf diesem Rechner öffnet die Dokumentation: {path}</translation>
    </message>
    <message>
      <source>Nothing was measured lead by lead.</source>
      <translation>Nach Ableitungen wurde nichts gemessen.</translation>
    </message>
    <message>
      <source>O&amp;verview strip</source>
      <translation>&amp;Übersichtsstreifen</translation>
    </message>
    <message>
      <source>Occlusion</source>
      <translation>Verdeckung</translation>
    </message>
    <message>
      <source>Occlusion of single beats of leads</source>
      <translation>Verdecken einzelner Schläge der Ableitungen</translation>
    </message>
    <message>
      <source>Of it: {members}.</source>
      <translation>Davon: {members}.</translation>
    </message>
    <message>
      <source>Of the reader's values where there are any.</source>
      <translation>Mit den Werten des Befunders, wo es welche gibt.</translation>
    </message>
    <message>
      <source>Of the stretch from {start} to {stop}.</source>
      <translation>Zum Abschnitt von {start} bis {stop}.</translation>
    </message>
    <message>
      <source>Of the stretch marked, from {start} to {stop}.</source>
      <translation>Vom markierten Abschnitt von {start} bis {stop}.</translation>
    </message>
    <message>
      <source>On paper</source>
      <translation>Auf dem Papier</translation>
    </message>
    <message>
      <source>One rhythm row (3×4+1R)</source>
      <translation>Ein Rhythmusstreifen (3×4+1R)</translation>
    </message>
    <message>
      <source>One sample earlier</source>
      <translation>Einen Abtastwert früher</translation>
    </message>
    <message>
      <source>One sample later</source>
      <translation>Einen Abtastwert später</translation>
    </message>
    <message>
      <source>Only of recordings longer than what the model reads at once.</source>
      <translation>Nur bei Aufzeichnungen, die länger sind, als das Modell auf einmal liest.</translation>
    </message>
    <message>
      <source>Only the single-lead layout (key 6) shows one lead.</source>
      <translation>Nur die Anordnung mit einer Ableitung (Taste 6) zeigt eine allein.</translation>
    </message>
    <message>
      <source>Onsets and ends are estimated from {leads} alone, by a network that learned the second earliest onset and the second latest end of twelve leads: intervals are rather short. Each is the median over {n} beats. Found by {method}. Drawn: the signal as recorded less wander and mains hum, no display filter.</source>
      <translation>Beginn und Ende sind allein aus {leads} geschätzt, von einem Netz, das den zweitfrühesten Beginn und das zweitspäteste Ende von zwölf Ableitungen gelernt hat: Intervalle sind eher kurz. Jedes ist der Median über {n} Schläge. Gefunden mit: {method}. Gezeichnet: das Signal wie aufgezeichnet ohne Grundlinienschwankung und Netzbrummen, kein Anzeigefilter.</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open a folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Open a folder …</source>
      <translation>Ordner öffnen …</translation>
    </message>
    <message>
      <source>Open a grouping of leads</source>
      <translation>Gruppierung der Ableitungen öffnen</translation>
    </message>
    <message>
      <source>Open a recording (Ctrl+O) or a folder (Ctrl+Shift+O), or drop files here.</source>
      <translation>Eine Aufzeichnung (Strg+O) oder einen Ordner (Strg+Umschalt+O) öffnen oder Dateien hier ablegen.</translation>
    </message>
    <message>
      <source>Open a recording …</source>
      <translation>Aufzeichnung öffnen …</translation>
    </message>
    <message>
      <source>Open fol&amp;der …</source>
      <translation>&amp;Ordner öffnen …</translation>
    </message>
    <message>
      <source>Open recordings</source>
      <translation>Aufzeichnungen öffnen</translation>
    </message>
    <message>
      <source>Open the example</source>
      <translation>Beispiel öffnen</translation>
    </message>
    <message>
      <source>Opened last</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>Opening a recording does not mark it as read. R marks it, and so does going on to the next with N, unless that is switched off (Shift+R).</source>
      <translation>Eine Aufzeichnung gilt nicht schon durch Öffnen als gelesen. R markiert sie, ebenso das Weitergehen mit N, sofern das nicht abgeschaltet ist (Umschalt+R).</translation>
    </message>
    <message>
      <source>Ours</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>Outline of a card, changed by the arrow keys</source>
      <translation>Umriss einer Karte, mit den Pfeiltasten zu ändern</translation>
    </message>
    <message>
      <source>Over one interval &amp;less</source>
      <translation>Über ein Intervall wenige&amp;r</translation>
    </message>
    <message>
      <source>Over one interval mor&amp;e</source>
      <translation>Über ein Intervall &amp;mehr</translation>
    </message>
    <message>
      <source>Overview of the whole recording</source>
      <translation>Übersicht der ganzen Aufzeichnung</translation>
    </message>
    <message>
      <source>Owen values</source>
      <translation>Owen-Werte</translation>
    </message>
    <message>
      <source>P</source>
      <translation>P</translation>
    </message>
    <message>
      <source>P axis</source>
      <translation>P-Achse</translation>
    </message>
    <message>
      <source>P does not end downwards</source>
      <translation>P endet nicht abwärts</translation>
    </message>
    <message>
      <source>P does not stand out of the noise: its ends cannot be told</source>
      <translation>P hebt sich nicht vom Rauschen ab: seine Grenzen sind nicht zu erkennen</translation>
    </message>
    <message>
      <source>P end</source>
      <translation>P-Ende</translation>
    </message>
    <message>
      <source>P is not wholly within the median beat</source>
      <translation>P liegt nicht ganz im Medianschlag</translation>
    </message>
    <message>
      <source>P is only {height_uv:.0f} µV high: its ends cannot be told</source>
      <translation>P ist nur {height_uv:.0f} µV hoch: seine Grenzen sind nicht zu erkennen</translation>
    </message>
    <message>
      <source>P keeps its distance from QRS in only {n_steady} of {n_beats} beats</source>
      <translation>P hält nur in {n_steady} von {n_beats} Schlägen seinen Abstand zu QRS</translation>
    </message>
    <message>
      <source>P onset</source>
      <translation>P-Beginn</translation>
    </message>
    <message>
      <source>P terminal</source>
      <translation>P terminal</translation>
    </message>
    <message>
      <source>P terminal force in V1</source>
      <translation>P-Terminalkraft in V1</translation>
    </message>
    <message>
      <source>P terminal, ms</source>
      <translation>P terminal, ms</translation>
    </message>
    <message>
      <source>P waves</source>
      <translation>P-Wellen</translation>
    </message>
    <message>
      <source>P waves in only {share_percent:.0f} % of the beats</source>
      <translation>P-Wellen in nur {share_percent:.0f} % der Schläge</translation>
    </message>
    <message>
      <source>P waves × {factor}</source>
      <translation>P-Wellen × {factor}</translation>
    </message>
    <message>
      <source>P&amp;anels</source>
      <translation>Fe&amp;lder</translation>
    </message>
    <message>
      <source>PNG, {size}, {dpi} dots per inch (*.png)</source>
      <translation>PNG, {size}, {dpi} Punkte pro Zoll (*.png)</translation>
    </message>
    <message>
      <source>PR</source>
      <translation>PQ</translation>
    </message>
    <message>
      <source>PR differs from beat to beat (SD {sd_ms:.0f} ms)</source>
      <translation>PQ wechselt von Schlag zu Schlag (SD {sd_ms:.0f} ms)</translation>
    </message>
    <message>
      <source>PR interval long</source>
      <translation>PQ-Intervall verlängert</translation>
    </message>
    <message>
      <source>PR interval short</source>
      <translation>PQ-Intervall verkürzt</translation>
    </message>
    <message>
      <source>Pages are still being written or printed. The window closes after that (Ctrl+. stops it).</source>
      <translation>Es werden noch Seiten geschrieben oder gedruckt. Das Fenster schließt sich danach (Strg+. bricht ab).</translation>
    </message>
    <message>
      <source>Panels</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>Papers &amp;side by side</source>
      <translation>Papiere n&amp;ebeneinander</translation>
    </message>
    <message>
      <source>Parquet needs pyarrow: pip install 'ecgviewer[batch]'; CSV and JSON Lines need nothing</source>
      <translation>Parquet braucht pyarrow: pip install 'ecgviewer[batch]'; CSV und JSON Lines brauchen nichts</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Patient</translation>
    </message>
    <message>
      <source>Pauses over 2 s</source>
      <translation>Pausen über 2 s</translation>
    </message>
    <message>
      <source>Pauses over 3 s</source>
      <translation>Pausen über 3 s</translation>
    </message>
    <message>
      <source>Peguero-Lo Presti</source>
      <translation>Peguero-Lo Presti</translation>
    </message>
    <message>
      <source>Perhaps: {criterion}</source>
      <translation>Vielleicht: {criterion}</translation>
    </message>
    <message>
      <source>Placed by</source>
      <translation>Angeordnet nach</translation>
    </message>
    <message>
      <source>Placing recordings, {n} to go …</source>
      <translation>Aufzeichnungen werden angeordnet, noch {n} …</translation>
    </message>
    <message>
      <source>Poor R-wave progression</source>
      <translation>Mangelnde R-Progression</translation>
    </message>
    <message>
      <source>Pr&amp;int page …</source>
      <translation>Seite &amp;drucken …</translation>
    </message>
    <message>
      <source>Pre&amp;vious lead alone</source>
      <translation>Vorherige Ableitung a&amp;llein</translation>
    </message>
    <message>
      <source>Pre&amp;vious of paper and panels</source>
      <translation>V&amp;orheriger Bereich (Papier, Felder)</translation>
    </message>
    <message>
      <source>Premature beats</source>
      <translation>Vorzeitige Schläge</translation>
    </message>
    <message>
      <source>Premature beats: the stretch that shows them most.</source>
      <translation>Vorzeitige Schläge: der Abschnitt, der sie am deutlichsten zeigt.</translation>
    </message>
    <message>
      <source>Previous a&amp;nnotation</source>
      <translation>Vorherige A&amp;nnotation</translation>
    </message>
    <message>
      <source>Previous b&amp;eat</source>
      <translation>Vorheriger S&amp;chlag</translation>
    </message>
    <message>
      <source>Previous chan&amp;ge of the statement</source>
      <translation>V&amp;origer Wechsel der Aussage</translation>
    </message>
    <message>
      <source>Previous page</source>
      <translation>Vorherige Seite</translation>
    </message>
    <message>
      <source>Print a&amp;ll pages …</source>
      <translation>Alle Se&amp;iten drucken …</translation>
    </message>
    <message>
      <source>Print …</source>
      <translation>Drucken …</translation>
    </message>
    <message>
      <source>Printing …</source>
      <translation>Drucken …</translation>
    </message>
    <message>
      <source>Put &amp;down the lens, then the caliper</source>
      <translation>Lupe, dann Zirkel &amp;weglegen</translation>
    </message>
    <message>
      <source>Put every line back where it was found</source>
      <translation>Alle Linien dorthin zurück, wo sie gefunden wurden</translation>
    </message>
    <message>
      <source>Put the selected line back where it was found</source>
      <translation>Die ausgewählte Linie dorthin zurück, wo sie gefunden wurde</translation>
    </message>
    <message>
      <source>Q</source>
      <translation>Q</translation>
    </message>
    <message>
      <source>Q waves present</source>
      <translation>Q-Zacken vorhanden</translation>
    </message>
    <message>
      <source>Q, ms</source>
      <translation>Q, ms</translation>
    </message>
    <message>
      <source>QRS</source>
      <translation>QRS</translation>
    </message>
    <message>
      <source>QRS (device-like)</source>
      <translation>QRS (wie Gerät)</translation>
    </message>
    <message>
      <source>QRS axis</source>
      <translation>QRS-Achse</translation>
    </message>
    <message>
      <source>QRS axis to the left</source>
      <translation>QRS-Achse nach links</translation>
    </message>
    <message>
      <source>QRS axis to the right</source>
      <translation>QRS-Achse nach rechts</translation>
    </message>
    <message>
      <source>QRS complexes of neighbouring chest leads resemble each other by {now:.2f}, and by {then:.2f} with the leads exchanged</source>
      <translation>QRS-Komplexe benachbarter Brustwandableitungen ähneln einander mit {now:.2f}, mit vertauschten Ableitungen mit {then:.2f}</translation>
    </message>
    <message>
      <source>QRS has no known end, or samples are missing</source>
      <translation>QRS hat kein bekanntes Ende, oder Abtastwerte fehlen</translation>
    </message>
    <message>
      <source>QRS less {readers_longer_ms:.0f} ms: LUDB's readers, after whom it is measured, mark more than devices do, by which limits were made</source>
      <translation>QRS abzüglich {readers_longer_ms:.0f} ms: Die Befunder von LUDB, nach denen gemessen wird, markieren mehr als die Geräte, nach denen Grenzwerte gemacht wurden</translation>
    </message>
    <message>
      <source>QRS long</source>
      <translation>QRS verlängert</translation>
    </message>
    <message>
      <source>QRS of 90 ms or more</source>
      <translation>QRS ab 90 ms</translation>
    </message>
    <message>
      <source>QRS of no more than {height_mv:.3f} mV in all leads is hardly possible: the file’s gain or unit is probably wrong</source>
      <translation>QRS von höchstens {height_mv:.3f} mV in allen Ableitungen ist kaum möglich: Verstärkung oder Einheit der Datei ist vermutlich falsch</translation>
    </message>
    <message>
      <source>QRS of {height_mv:.1f} mV in most leads is hardly possible: the file’s gain or unit is probably wrong</source>
      <translation>QRS von {height_mv:.1f} mV in den meisten Ableitungen ist kaum möglich: Verstärkung oder Einheit der Datei ist vermutlich falsch</translation>
    </message>
    <message>
      <source>QRS of {height_mv:.1f} mV is hardly possible: the gain or unit is probably wrong in {leads}</source>
      <translation>QRS von {height_mv:.1f} mV ist kaum möglich: Verstärkung oder Einheit ist vermutlich falsch in {leads}</translation>
    </message>
    <message>
      <source>QRS onset</source>
      <translation>QRS-Beginn</translation>
    </message>
    <message>
      <source>QRS or T is not wholly within the median beat</source>
      <translation>QRS oder T liegt nicht ganz im Medianschlag</translation>
    </message>
    <message>
      <source>QRS runs into T without a J point at {rate_bpm:.0f}/min</source>
      <translation>QRS geht bei {rate_bpm:.0f}/min ohne J-Punkt in T über</translation>
    </message>
    <message>
      <source>QRS-T angle, frontal</source>
      <translation>QRS-T-Winkel, frontal</translation>
    </message>
    <message>
      <source>QRS-T angle, spatial</source>
      <translation>QRS-T-Winkel, räumlich</translation>
    </message>
    <message>
      <source>QS: there is no R</source>
      <translation>QS: Es gibt kein R</translation>
    </message>
    <message>
      <source>QT</source>
      <translation>QT</translation>
    </message>
    <message>
      <source>QT by tangent</source>
      <translation>QT nach Tangente</translation>
    </message>
    <message>
      <source>QT by threshold</source>
      <translation>QT nach Schwelle</translation>
    </message>
    <message>
      <source>QT less QRS</source>
      <translation>QT minus QRS</translation>
    </message>
    <message>
      <source>QTc</source>
      <translation>QTc</translation>
    </message>
    <message>
      <source>QTc (Fridericia)</source>
      <translation>QTc (Fridericia)</translation>
    </message>
    <message>
      <source>QTc (formula not named)</source>
      <translation>QTc (Formel nicht genannt)</translation>
    </message>
    <message>
      <source>QTc Bazett</source>
      <translation>QTc Bazett</translation>
    </message>
    <message>
      <source>QTc Framingham</source>
      <translation>QTc Framingham</translation>
    </message>
    <message>
      <source>QTc Fridericia</source>
      <translation>QTc Fridericia</translation>
    </message>
    <message>
      <source>QTc Hodges</source>
      <translation>QTc Hodges</translation>
    </message>
    <message>
      <source>QTc by Fridericia less QRS</source>
      <translation>QTc nach Fridericia minus QRS</translation>
    </message>
    <message>
      <source>QTc by Fridericia less QRS, {method}</source>
      <translation>QTc nach Fridericia minus QRS, {method}</translation>
    </message>
    <message>
      <source>QTc by {name}</source>
      <translation>QTc nach {name}</translation>
    </message>
    <message>
      <source>QTc long</source>
      <translation>QTc verlängert</translation>
    </message>
    <message>
      <source>QTc short</source>
      <translation>QTc verkürzt</translation>
    </message>
    <message>
      <source>QTc {formula}</source>
      <translation>QTc {formula}</translation>
    </message>
    <message>
      <source>QTc {ms:.0f} ms ({formula}, RR {rr:.0f} ms)</source>
      <translation>QTc {ms:.0f} ms ({formula}, RR {rr:.0f} ms)</translation>
    </message>
    <message>
      <source>QTc {qtc:.0f} ms</source>
      <translation>QTc {qtc:.0f} ms</translation>
    </message>
    <message>
      <source>QTc — ({formula})</source>
      <translation>QTc — ({formula})</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Güte</translation>
    </message>
    <message>
      <source>R</source>
      <translation>R</translation>
    </message>
    <message>
      <source>R V1 + S V5 or V6</source>
      <translation>R V1 + S V5 oder V6</translation>
    </message>
    <message>
      <source>R V3 less R V2</source>
      <translation>R V3 minus R V2</translation>
    </message>
    <message>
      <source>R aVL</source>
      <translation>R aVL</translation>
    </message>
    <message>
      <source>R in aVL</source>
      <translation>R in aVL</translation>
    </message>
    <message>
      <source>R in {lead}</source>
      <translation>R in {lead}</translation>
    </message>
    <message>
      <source>R is higher than S is deep in V1 or V2: pacing or pre-excitation is not ruled out</source>
      <translation>R ist in V1 oder V2 höher als S tief: Schrittmacher oder Präexzitation ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>R is larger than S from V1 on</source>
      <translation>R ist ab V1 größer als S</translation>
    </message>
    <message>
      <source>R less S, {lead}</source>
      <translation>R minus S, {lead}</translation>
    </message>
    <message>
      <source>R peak of the median beat</source>
      <translation>R-Zacke des Medianschlags</translation>
    </message>
    <message>
      <source>R peak time of 50 ms in V5 or V6</source>
      <translation>R-Gipfelzeit von 50 ms in V5 oder V6</translation>
    </message>
    <message>
      <source>R peak time {lead}</source>
      <translation>R-Gipfelzeit {lead}</translation>
    </message>
    <message>
      <source>R peak time, ms</source>
      <translation>R-Gipfelzeit, ms</translation>
    </message>
    <message>
      <source>R peaks</source>
      <translation>R-Zacken</translation>
    </message>
    <message>
      <source>R stays smaller than S up to V6</source>
      <translation>R bleibt bis V6 kleiner als S</translation>
    </message>
    <message>
      <source>R&amp;hythm</source>
      <translation>&amp;Rhythmus</translation>
    </message>
    <message>
      <source>R, ms</source>
      <translation>R, ms</translation>
    </message>
    <message>
      <source>R/S</source>
      <translation>R/S</translation>
    </message>
    <message>
      <source>R/S transition (V lead)</source>
      <translation>R/S-Umschlag (V-Ableitung)</translation>
    </message>
    <message>
      <source>RA/RL, LA/LL</source>
      <translation>RA/RL, LA/LL</translation>
    </message>
    <message>
      <source>RMS of {n} leads</source>
      <translation>RMS von {n} Ableitungen</translation>
    </message>
    <message>
      <source>RMSSD (usual beats)</source>
      <translation>RMSSD (übliche Schläge)</translation>
    </message>
    <message>
      <source>RR (median)</source>
      <translation>RR (Median)</translation>
    </message>
    <message>
      <source>RR before these beats is not the usual one: no correction for rate is reliable (AHA 2009)</source>
      <translation>RR vor diesen Schlägen ist nicht das übliche: keine Frequenzkorrektur ist verlässlich (AHA 2009)</translation>
    </message>
    <message>
      <source>RR before {rr}</source>
      <translation>RR davor {rr}</translation>
    </message>
    <message>
      <source>RR for QTc</source>
      <translation>RR für QTc</translation>
    </message>
    <message>
      <source>RR intervals longer than {limit} s</source>
      <translation>RR-Intervalle länger als {limit} s</translation>
    </message>
    <message>
      <source>RR intervals over time</source>
      <translation>RR-Intervalle über die Zeit</translation>
    </message>
    <message>
      <source>RR irregular</source>
      <translation>RR unregelmäßig</translation>
    </message>
    <message>
      <source>RR statistics</source>
      <translation>RR-Statistik</translation>
    </message>
    <message>
      <source>RR varies by more than 10 % of its mean all the same</source>
      <translation>RR schwankt dennoch um mehr als 10 % seines Mittels</translation>
    </message>
    <message>
      <source>RR varies by {percent:.0f} %: no correction for rate is reliable (AHA 2009)</source>
      <translation>RR schwankt um {percent:.0f} %: keine Frequenzkorrektur ist verlässlich (AHA 2009)</translation>
    </message>
    <message>
      <source>RR within the run is not known</source>
      <translation>RR innerhalb der Reihe ist nicht bekannt</translation>
    </message>
    <message>
      <source>Range of RR (usual beats)</source>
      <translation>Spanne der RR (übliche Schläge)</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>Frequenz</translation>
    </message>
    <message>
      <source>Rate and RR</source>
      <translation>Frequenz und RR</translation>
    </message>
    <message>
      <source>Rate of that run</source>
      <translation>Frequenz dieser Reihe</translation>
    </message>
    <message>
      <source>Re&amp;move the caliper</source>
      <translation>Zirkel &amp;entfernen</translation>
    </message>
    <message>
      <source>Read a table</source>
      <translation>Tabelle lesen</translation>
    </message>
    <message>
      <source>Read as</source>
      <translation>Lesen als</translation>
    </message>
    <message>
      <source>Readable</source>
      <translation>Lesbar</translation>
    </message>
    <message>
      <source>Reader</source>
      <translation>Befunder</translation>
    </message>
    <message>
      <source>Reading a recording …</source>
      <translation>Eine Aufzeichnung wird gelesen …</translation>
    </message>
    <message>
      <source>Reading a table …</source>
      <translation>Tabelle wird gelesen …</translation>
    </message>
    <message>
      <source>Reading annotations …</source>
      <translation>Annotationen werden gelesen …</translation>
    </message>
    <message>
      <source>Reading headers, {n} to go …</source>
      <translation>Dateiköpfe werden gelesen, noch {n} …</translation>
    </message>
    <message>
      <source>Reading moved lines …</source>
      <translation>Verschobene Linien lesen …</translation>
    </message>
    <message>
      <source>Reading the attention of {model} …</source>
      <translation>Die Aufmerksamkeit von {model} wird gelesen …</translation>
    </message>
    <message>
      <source>Reading {name} …</source>
      <translation>{name} wird gelesen …</translation>
    </message>
    <message>
      <source>Recen&amp;t</source>
      <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>Reciprocal leads: {leads}</source>
      <translation>Reziproke Ableitungen: {leads}</translation>
    </message>
    <message>
      <source>Recorded</source>
      <translation>Aufgezeichnet</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Aufzeichnung</translation>
    </message>
    <message>
      <source>Recording {code}</source>
      <translation>Aufzeichnung {code}</translation>
    </message>
    <message>
      <source>Recordings of the worklist as this model sees them</source>
      <translation>Aufzeichnungen der Arbeitsliste, wie dieses Modell sie sieht</translation>
    </message>
    <message>
      <source>Recordings to compare with</source>
      <translation>Aufzeichnungen zum Vergleich</translation>
    </message>
    <message>
      <source>Regular</source>
      <translation>Regelmäßig</translation>
    </message>
    <message>
      <source>Regular tachycardia, no P seen</source>
      <translation>Regelmäßige Tachykardie, kein P zu sehen</translation>
    </message>
    <message>
      <source>Regular wide-QRS tachycardia without P</source>
      <translation>Regelmäßige Tachykardie mit breitem QRS ohne P</translation>
    </message>
    <message>
      <source>Remarks</source>
      <translation>Bemerkungen</translation>
    </message>
    <message>
      <source>Remove &amp;all calipers</source>
      <translation>&amp;Alle Zirkel entfernen</translation>
    </message>
    <message>
      <source>Removing beats. Groups and leads: exact Owen values. Beats: Owen values fitted to random sets of beats, drawn towards an even split of the lead as far as their error goes.</source>
      <translation>Weglassen von Schlägen. Gruppen und Ableitungen: exakte Owen-Werte. Schläge: Owen-Werte, an zufällige Mengen von Schlägen angepasst und so weit zur gleichmäßigen Aufteilung der Ableitung gezogen, wie ihr Fehler reicht.</translation>
    </message>
    <message>
      <source>Removing what is lit lowers it most</source>
      <translation>Ohne das Hervorgehobene sinkt es am meisten</translation>
    </message>
    <message>
      <source>Residual network</source>
      <translation>Residuales Netz</translation>
    </message>
    <message>
      <source>Resolution</source>
      <translation>Auflösung</translation>
    </message>
    <message>
      <source>Results</source>
      <translation>Ergebnisse</translation>
    </message>
    <message>
      <source>Rhythm</source>
      <translation>Rhythmus</translation>
    </message>
    <message>
      <source>Rhythm leads</source>
      <translation>Rhythmusableitungen</translation>
    </message>
    <message>
      <source>Right bundle branch block</source>
      <translation>Rechtsschenkelblock</translation>
    </message>
    <message>
      <source>Right, orange, +: for the statement. Left, blue, −: against. Blank: nil. Full bar: ±{lead:g} logit for a group or lead, ±{beat:g} for a beat, in every recording. Thin line: ± one standard error. Mark across: what is usual where the statement is true.</source>
      <translation>Rechts, orange, +: für die Aussage. Links, blau, −: dagegen. Leer: null. Voller Balken: ±{lead:g} Logit für eine Gruppe oder Ableitung, ±{beat:g} für einen Schlag, in jeder Aufzeichnung. Dünne Linie: ± ein Standardfehler. Strich quer: was üblich ist, wo die Aussage zutrifft.</translation>
    </message>
    <message>
      <source>Rollout</source>
      <translation>Rollout</translation>
    </message>
    <message>
      <source>Rollout up to layer {layer}</source>
      <translation>Rollout bis Schicht {layer}</translation>
    </message>
    <message>
      <source>Romhilt-Estes score</source>
      <translation>Romhilt-Estes-Score</translation>
    </message>
    <message>
      <source>Row {number} of three (3×4+3R)</source>
      <translation>Zeile {number} von drei (3×4+3R)</translation>
    </message>
    <message>
      <source>Rule and model disagree: {rule}.</source>
      <translation>Regel und Modell widersprechen sich: {rule}.</translation>
    </message>
    <message>
      <source>Run of ectopic beats</source>
      <translation>Reihe ektoper Schläge</translation>
    </message>
    <message>
      <source>R′</source>
      <translation>R′</translation>
    </message>
    <message>
      <source>S</source>
      <translation>S</translation>
    </message>
    <message>
      <source>S V3 + R aVL</source>
      <translation>S V3 + R aVL</translation>
    </message>
    <message>
      <source>S duration {lead} (over R or 40 ms)</source>
      <translation>S-Dauer {lead} (über R oder 40 ms)</translation>
    </message>
    <message>
      <source>S in {lead}</source>
      <translation>S in {lead}</translation>
    </message>
    <message>
      <source>S&amp;ingle lead</source>
      <translation>&amp;Einzelne Ableitung</translation>
    </message>
    <message>
      <source>S&amp;maller gain</source>
      <translation>&amp;Kleinere Verstärkung</translation>
    </message>
    <message>
      <source>S, ms</source>
      <translation>S, ms</translation>
    </message>
    <message>
      <source>SD of RR (usual beats)</source>
      <translation>SD der RR (übliche Schläge)</translation>
    </message>
    <message>
      <source>SD of RR intervals between dominant beats</source>
      <translation>SD der RR-Intervalle zwischen dominanten Schlägen</translation>
    </message>
    <message>
      <source>SD of a beat</source>
      <translation>SD eines Schlags</translation>
    </message>
    <message>
      <source>ST deviation in left bundle branch block or paced rhythm</source>
      <translation>ST-Abweichung bei Linksschenkelblock oder Schrittmacherrhythmus</translation>
    </message>
    <message>
      <source>ST elevation</source>
      <translation>ST-Hebung</translation>
    </message>
    <message>
      <source>ST elevation in two contiguous leads</source>
      <translation>ST-Hebung in zwei benachbarten Ableitungen</translation>
    </message>
    <message>
      <source>ST elevation with high voltages, in two contiguous leads</source>
      <translation>ST-Hebung bei hohen Amplituden, in zwei benachbarten Ableitungen</translation>
    </message>
    <message>
      <source>ST of</source>
      <translation>ST von</translation>
    </message>
    <message>
      <source>ST slope in {lead}</source>
      <translation>ST-Steigung in {lead}</translation>
    </message>
    <message>
      <source>ST slope, mV/s</source>
      <translation>ST-Steigung, mV/s</translation>
    </message>
    <message>
      <source>ST {shift} mV in {leads}</source>
      <translation>ST {shift} mV in {leads}</translation>
    </message>
    <message>
      <source>ST-T changes compatible with ventricular aneurysm</source>
      <translation>ST-T-Veränderungen vereinbar mit Ventrikelaneurysma</translation>
    </message>
    <message>
      <source>ST/T change</source>
      <translation>ST-T-Veränderung</translation>
    </message>
    <message>
      <source>Saliency</source>
      <translation>Salienz</translation>
    </message>
    <message>
      <source>Same &amp;beats in every column</source>
      <translation>Gleiche &amp;Schläge in jeder Spalte</translation>
    </message>
    <message>
      <source>Same beats in every column: {start:.1f}–{stop:.1f} s</source>
      <translation>Gleiche Schläge in jeder Spalte: {start:.1f}–{stop:.1f} s</translation>
    </message>
    <message>
      <source>Same in beats of one shape</source>
      <translation>Gleich in Schlägen derselben Form</translation>
    </message>
    <message>
      <source>Sampled well enough</source>
      <translation>Genau genug geschätzt</translation>
    </message>
    <message>
      <source>Samples are marked as missing for {total_s:.3g} s</source>
      <translation>Abtastwerte als fehlend gekennzeichnet, {total_s:.3g} s lang</translation>
    </message>
    <message>
      <source>Samples {start} to {stop} of {path} cannot be read: {error}.</source>
      <translation>Die Abtastwerte {start} bis {stop} von {path} sind nicht lesbar: {error}.</translation>
    </message>
    <message>
      <source>Sampling</source>
      <translation>Abtastrate</translation>
    </message>
    <message>
      <source>Sampling frequency in Hz</source>
      <translation>Abtastrate in Hz</translation>
    </message>
    <message>
      <source>Saturated in part, for {saturation_s:g} s or longer: {stuck}.</source>
      <translation>Teilweise gesättigt, mindestens {saturation_s:g} s lang: {stuck}.</translation>
    </message>
    <message>
      <source>Saturation</source>
      <translation>Übersteuerung</translation>
    </message>
    <message>
      <source>Saturation in {leads}</source>
      <translation>Übersteuerung in {leads}</translation>
    </message>
    <message>
      <source>Say which column holds which lead.</source>
      <translation>Bitte angeben, welche Spalte welche Ableitung enthält.</translation>
    </message>
    <message>
      <source>Scale of the beats</source>
      <translation>Maßstab der Schläge</translation>
    </message>
    <message>
      <source>Scale of the median beat</source>
      <translation>Maßstab des Medianschlags</translation>
    </message>
    <message>
      <source>Scale: multiples of an even share</source>
      <translation>Skala: Vielfache eines gleichmäßigen Anteils</translation>
    </message>
    <message>
      <source>Scroll</source>
      <translation>Blättern</translation>
    </message>
    <message>
      <source>Scroll sideways</source>
      <translation>Seitwärts blättern</translation>
    </message>
    <message>
      <source>Second method: {method}.</source>
      <translation>Zweites Verfahren: {method}.</translation>
    </message>
    <message>
      <source>Second model beside it</source>
      <translation>Zweites Modell daneben</translation>
    </message>
    <message>
      <source>Second o&amp;pinion of NeuroKit2</source>
      <translation>Zwei&amp;te Meinung von NeuroKit2</translation>
    </message>
    <message>
      <source>Second recording</source>
      <translation>Zweite Aufzeichnung</translation>
    </message>
    <message>
      <source>Second recording: {text}</source>
      <translation>Zweite Aufzeichnung: {text}</translation>
    </message>
    <message>
      <source>Select a beat</source>
      <translation>Schlag auswählen</translation>
    </message>
    <message>
      <source>Selected caliper: {selected}. All calipers: {all}.</source>
      <translation>Ausgewählter Zirkel: {selected}. Alle Zirkel: {all}.</translation>
    </message>
    <message>
      <source>Selected: beat {number}, RR before not known</source>
      <translation>Ausgewählt: Schlag {number}, RR davor nicht bekannt</translation>
    </message>
    <message>
      <source>Selected: beat {number}, RR before {rr:.0f} ms</source>
      <translation>Ausgewählt: Schlag {number}, RR davor {rr:.0f} ms</translation>
    </message>
    <message>
      <source>Selected: {where}, beat {number} at {time:.2f} s{said}.</source>
      <translation>Ausgewählt: {where}, Schlag {number} bei {time:.2f} s{said}.</translation>
    </message>
    <message>
      <source>Selected: {where}.</source>
      <translation>Ausgewählt: {where}.</translation>
    </message>
    <message>
      <source>Shapley sampling</source>
      <translation>Shapley-Stichprobe</translation>
    </message>
    <message>
      <source>Shapley values of the beats of leads, made isoelectric in random orders (Castro 2009), spread evenly over each beat.</source>
      <translation>Shapley-Werte der Schläge der Ableitungen, die in zufälliger Folge isoelektrisch gemacht werden (Castro 2009), gleichmäßig auf jeden Schlag verteilt.</translation>
    </message>
    <message>
      <source>Share of beats with P</source>
      <translation>Anteil der Schläge mit P</translation>
    </message>
    <message>
      <source>Share of steady RR (usual beats)</source>
      <translation>Anteil gleichmäßiger RR (übliche Schläge)</translation>
    </message>
    <message>
      <source>Shift + wheel</source>
      <translation>Umschalt + Mausrad</translation>
    </message>
    <message>
      <source>Shorter than 5 s: rhythm statements are weak.</source>
      <translation>Kürzer als 5 s: Aussagen zum Rhythmus sind schwach.</translation>
    </message>
    <message>
      <source>Show &amp;evidence on the paper</source>
      <translation>&amp;Begründung auf dem Papier zeigen</translation>
    </message>
    <message>
      <source>Single lead</source>
      <translation>Einzelne Ableitung</translation>
    </message>
    <message>
      <source>Slope of the logit by each number that the network reads (Simonyan 2014).</source>
      <translation>Steigung des Logits nach jeder Zahl, die das Netz liest (Simonyan 2014).</translation>
    </message>
    <message>
      <source>Slowest rate</source>
      <translation>Langsamste Frequenz</translation>
    </message>
    <message>
      <source>Snap to &amp;R peaks</source>
      <translation>Auf &amp;R-Zacken einrasten</translation>
    </message>
    <message>
      <source>Snap to &amp;fiducials</source>
      <translation>Auf &amp;Messpunkte einrasten</translation>
    </message>
    <message>
      <source>Snap to &amp;samples</source>
      <translation>Auf &amp;Abtastwerte einrasten</translation>
    </message>
    <message>
      <source>Sokolow-Lyon</source>
      <translation>Sokolow-Lyon</translation>
    </message>
    <message>
      <source>Sokolow-Lyon, R aVL</source>
      <translation>Sokolow-Lyon, R aVL</translation>
    </message>
    <message>
      <source>Sokolow-Lyon, right ventricle</source>
      <translation>Sokolow-Lyon, rechter Ventrikel</translation>
    </message>
    <message>
      <source>Something went wrong.</source>
      <translation>Etwas ist fehlgeschlagen.</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Papiervorschub</translation>
    </message>
    <message>
      <source>Stable to ±20 ms, ±5 %, 20 µV</source>
      <translation>Stabil bei ±20 ms, ±5 %, 20 µV</translation>
    </message>
    <message>
      <source>Start of the recording</source>
      <translation>Anfang der Aufzeichnung</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>State the sampling frequency, or which column holds the times.</source>
      <translation>Bitte die Abtastrate angeben oder welche Spalte die Zeiten enthält.</translation>
    </message>
    <message>
      <source>Stated in the file</source>
      <translation>In der Datei angegeben</translation>
    </message>
    <message>
      <source>Statement</source>
      <translation>Aussage</translation>
    </message>
    <message>
      <source>Statements</source>
      <translation>Aussagen</translation>
    </message>
    <message>
      <source>Statements before and after</source>
      <translation>Aussagen vorher und nachher</translation>
    </message>
    <message>
      <source>Statements by model</source>
      <translation>Aussagen nach Modell</translation>
    </message>
    <message>
      <source>Still to answer: {models}</source>
      <translation>Noch ohne Antwort: {models}</translation>
    </message>
    <message>
      <source>Stop checking</source>
      <translation>Prüfung abbrechen</translation>
    </message>
    <message>
      <source>Subtract baseline &amp;wander</source>
      <translation>Grundlinien&amp;schwankung abziehen</translation>
    </message>
    <message>
      <source>Symbol</source>
      <translation>Zeichen</translation>
    </message>
    <message>
      <source>S′</source>
      <translation>S′</translation>
    </message>
    <message>
      <source>T</source>
      <translation>T</translation>
    </message>
    <message>
      <source>T axis</source>
      <translation>T-Achse</translation>
    </message>
    <message>
      <source>T does not fall</source>
      <translation>T fällt nicht ab</translation>
    </message>
    <message>
      <source>T does not sink so far</source>
      <translation>T sinkt nicht so weit</translation>
    </message>
    <message>
      <source>T does not stand out of the noise: its end cannot be told</source>
      <translation>T hebt sich nicht vom Rauschen ab: sein Ende ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>T end</source>
      <translation>T-Ende</translation>
    </message>
    <message>
      <source>T has no known end within the median beat</source>
      <translation>T hat kein bekanntes Ende im Medianschlag</translation>
    </message>
    <message>
      <source>T has sunk to 5 % of its peak</source>
      <translation>T auf 5 % seines Gipfels gesunken ist</translation>
    </message>
    <message>
      <source>T is biphasic</source>
      <translation>T ist biphasisch</translation>
    </message>
    <message>
      <source>T is flat ({height_uv:.0f} µV)</source>
      <translation>T ist flach ({height_uv:.0f} µV)</translation>
    </message>
    <message>
      <source>T is not wholly within the median beat</source>
      <translation>T liegt nicht ganz im Medianschlag</translation>
    </message>
    <message>
      <source>T is only {height_uv:.0f} µV high: its end cannot be told</source>
      <translation>T ist nur {height_uv:.0f} µV hoch: sein Ende ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>T is too small</source>
      <translation>T ist zu klein</translation>
    </message>
    <message>
      <source>T runs into a U wave or the next P</source>
      <translation>T geht in eine U-Welle oder das nächste P über</translation>
    </message>
    <message>
      <source>T runs into the next P: its end cannot be told</source>
      <translation>T geht in das nächste P über: Sein Ende ist nicht zu bestimmen</translation>
    </message>
    <message>
      <source>T runs into the next QRS: its end cannot be told</source>
      <translation>T geht in das nächste QRS über: Sein Ende ist nicht zu bestimmen</translation>
    </message>
    <message>
      <source>T-wave abnormality</source>
      <translation>T-Wellen-Veränderung</translation>
    </message>
    <message>
      <source>T/R</source>
      <translation>T/R</translation>
    </message>
    <message>
      <source>Tab: next line · ← →: move it (Shift: ten) · Del: put it back</source>
      <translation>Tab: nächste Linie · ← →: verschieben (Umschalt: zehn) · Entf: zurück</translation>
    </message>
    <message>
      <source>Tables of measurements</source>
      <translation>Tabellen der Messwerte</translation>
    </message>
    <message>
      <source>Te&amp;xt size</source>
      <translation>S&amp;chriftgröße</translation>
    </message>
    <message>
      <source>Ten samples earlier</source>
      <translation>Zehn Abtastwerte früher</translation>
    </message>
    <message>
      <source>Ten samples later</source>
      <translation>Zehn Abtastwerte später</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>The ECG that comes with pydicom</source>
      <translation>Das EKG, das mit pydicom kommt</translation>
    </message>
    <message>
      <source>The annotations beside it cannot be read: {reason}.</source>
      <translation>Die Annotationen daneben lassen sich nicht lesen: {reason}.</translation>
    </message>
    <message>
      <source>The annotations in {path} cannot be read: {error}.</source>
      <translation>Die Annotationen in {path} sind nicht lesbar: {error}.</translation>
    </message>
    <message>
      <source>The attention</source>
      <translation>Die Aufmerksamkeit</translation>
    </message>
    <message>
      <source>The attention lab is not open (F7).</source>
      <translation>Das Aufmerksamkeitslabor ist nicht offen (F7).</translation>
    </message>
    <message>
      <source>The baseline wanders by {size}</source>
      <translation>Die Grundlinie schwankt um {size}</translation>
    </message>
    <message>
      <source>The cache of the worklist cannot be used</source>
      <translation>Der Zwischenspeicher der Arbeitsliste ist nicht benutzbar</translation>
    </message>
    <message>
      <source>The cache of the worklist is damaged</source>
      <translation>Der Zwischenspeicher der Arbeitsliste ist beschädigt</translation>
    </message>
    <message>
      <source>The cache of the worklist is of another version</source>
      <translation>Der Zwischenspeicher der Arbeitsliste ist von einer anderen Version</translation>
    </message>
    <message>
      <source>The calibration pulse is {height_mv:.3g} mV high by the file's own scale, not 1 mV: the amplitudes may be wrong.</source>
      <translation>Der Eichimpuls ist nach der Skala der Datei {height_mv:.3g} mV hoch, nicht 1 mV: Die Amplituden sind womöglich falsch.</translation>
    </message>
    <message>
      <source>The checksum of section {listed} is wrong: it has been changed or damaged since it was written.</source>
      <translation>Die Prüfsumme von Abschnitt {listed} ist falsch: Er wurde verändert oder beschädigt, seit er geschrieben wurde.</translation>
    </message>
    <message>
      <source>The checksum of the header is wrong: it has been changed or damaged since it was written.</source>
      <translation>Die Prüfsumme des Kopfes ist falsch: Er wurde verändert oder beschädigt, seit er geschrieben wurde.</translation>
    </message>
    <message>
      <source>The checksum of {spoken} is wrong: the samples or the header have been changed or damaged since they were written.</source>
      <translation>Die Prüfsumme von {spoken} ist falsch: Abtastwerte oder Kopf wurden nach dem Schreiben geändert oder beschädigt.</translation>
    </message>
    <message>
      <source>The columns are named by hand.</source>
      <translation>Die Spalten sind von Hand benannt.</translation>
    </message>
    <message>
      <source>The desktop's language</source>
      <translation>Sprache des Desktops</translation>
    </message>
    <message>
      <source>The evidence is not complete yet: it can be checked once beats are told.</source>
      <translation>Die Begründung ist noch nicht vollständig: sie lässt sich prüfen, sobald Schläge bekannt sind.</translation>
    </message>
    <message>
      <source>The file brings no values of its own.</source>
      <translation>Die Datei bringt keine eigenen Werte mit.</translation>
    </message>
    <message>
      <source>The file calls this waveform derived, not original.</source>
      <translation>Die Datei nennt diese Kurve abgeleitet, nicht original.</translation>
    </message>
    <message>
      <source>The file contradicts itself: the channel coded as lead {lead} is named “{written}”. The code was followed.</source>
      <translation>Die Datei widerspricht sich: Der als Ableitung {lead} kodierte Kanal heißt “{written}”. Es gilt der Kode.</translation>
    </message>
    <message>
      <source>The file declares {declared_s:g} s; it holds {held_s:g} s of ECG.</source>
      <translation>Die Datei gibt {declared_s:g} s an; sie enthält {held_s:g} s EKG.</translation>
    </message>
    <message>
      <source>The file departs from the DICOM standard: {text}</source>
      <translation>Die Datei weicht vom DICOM-Standard ab: {text}</translation>
    </message>
    <message>
      <source>The file holds several recordings. Shown is waveform group number {shown} ({n_leads} leads, {seconds:.3g} s); not shown: {listed}.</source>
      <translation>Die Datei enthält mehrere Aufzeichnungen. Gezeigt wird die Kurvengruppe Nummer {shown} ({n_leads} Ableitungen, {seconds:.3g} s); nicht gezeigt: {listed}.</translation>
    </message>
    <message>
      <source>The file holds {available} samples per lead, of which it claims only {n_samples}; the others are not shown.</source>
      <translation>Die Datei enthält {available} Abtastwerte je Ableitung, gibt aber nur {n_samples} an; die übrigen werden nicht gezeigt.</translation>
    </message>
    <message>
      <source>The file says that electrodes of {spoken} were off.</source>
      <translation>Die Datei sagt, dass Elektroden von {spoken} abgefallen waren.</translation>
    </message>
    <message>
      <source>The file says that {leads} were sampled at other times than the rest, by up to {largest_ms:.3g} ms; they are shown as if sampled together.</source>
      <translation>Der Datei zufolge wurden {leads} zu anderen Zeiten abgetastet als der Rest, um bis zu {largest_ms:.3g} ms versetzt; gezeigt werden sie, als wären sie zugleich abgetastet.</translation>
    </message>
    <message>
      <source>The file states an offset of {offset:g} steps, which is not applied: the level of the baseline is not known, its shape is.</source>
      <translation>Die Datei nennt einen Versatz von {offset:g} Schritten, der nicht angewandt wird: Der Pegel der Grundlinie ist nicht bekannt, ihre Form schon.</translation>
    </message>
    <message>
      <source>The file's unit is not a voltage (amplitudes are {words}): only shape and timing mean anything.</source>
      <translation>Die Einheit der Datei ist keine Spannung (Amplituden sind {words}): Nur Form und Zeit sind aussagekräftig.</translation>
    </message>
    <message>
      <source>The files name different patients!</source>
      <translation>Die Dateien nennen verschiedene Patienten!</translation>
    </message>
    <message>
      <source>The first 10 s of lead II, or of the first lead.</source>
      <translation>Die ersten 10 s von Ableitung II oder der ersten Ableitung.</translation>
    </message>
    <message>
      <source>The folder {folder} cannot be read: {reason}.</source>
      <translation>Der Ordner {folder} ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
      <source>The gain of {odd} differs from that of all other leads: the amplitudes there may be wrong.</source>
      <translation>Die Verstärkung von {odd} weicht von der aller anderen Ableitungen ab: Die Amplituden dort sind womöglich falsch.</translation>
    </message>
    <message>
      <source>The header's date field ({fields}) cannot be understood, as it is not of the form HH:MM:SS DD/MM/YYYY; the time of recording is unknown.</source>
      <translation>Das Datumsfeld des Kopfes ({fields}) ist nicht zu verstehen, da es nicht die Form HH:MM:SS DD/MM/YYYY hat; der Zeitpunkt der Aufzeichnung ist nicht bekannt.</translation>
    </message>
    <message>
      <source>The language changes when the program is next started.</source>
      <translation>Die Sprache wechselt beim nächsten Start des Programms.</translation>
    </message>
    <message>
      <source>The leads' units differ: {listed}.</source>
      <translation>Die Einheiten der Ableitungen unterscheiden sich: {listed}.</translation>
    </message>
    <message>
      <source>The level jumps by up to {size}</source>
      <translation>Der Pegel springt um bis zu {size}</translation>
    </message>
    <message>
      <source>The level swings by {size} within a second</source>
      <translation>Der Pegel schwingt innerhalb einer Sekunde um {size}</translation>
    </message>
    <message>
      <source>The limb leads are scaled differently (II is not quite I + III): their amplitudes and the axis are approximate.</source>
      <translation>Die Extremitätenableitungen sind verschieden skaliert (II ist nicht ganz I + III): Ihre Amplituden und die Achse sind ungefähr.</translation>
    </message>
    <message>
      <source>The limb leads do not fit together (Einthoven: II is I + III): leads may be mixed up, wrongly scaled or damaged.</source>
      <translation>Die Extremitätenableitungen passen nicht zusammen (Einthoven: II ist I + III): Ableitungen sind vielleicht vertauscht, falsch skaliert oder beschädigt.</translation>
    </message>
    <message>
      <source>The lines that were moved in this recording could not be read: {reason}. The file stays in {folder}; the lines stand where they were found.</source>
      <translation>Die in dieser Aufzeichnung verschobenen Linien waren nicht zu lesen: {reason}. Die Datei bleibt in {folder}; die Linien stehen, wo sie gefunden wurden.</translation>
    </message>
    <message>
      <source>The mark could not be kept and is forgotten when the program ends ({error}).</source>
      <translation>Das Kennzeichen ließ sich nicht speichern und ist nach dem Ende des Programms vergessen ({error}).</translation>
    </message>
    <message>
      <source>The mask</source>
      <translation>Die Maske</translation>
    </message>
    <message>
      <source>The model can tell this statement</source>
      <translation>Das Modell erkennt diese Aussage</translation>
    </message>
    <message>
      <source>The model cannot be used: {error}</source>
      <translation>Das Modell ist nicht verwendbar: {error}</translation>
    </message>
    <message>
      <source>The model reads {least:g} to {most:g} s at once: what is marked was made to fit, around its middle.</source>
      <translation>Das Modell liest {least:g} bis {most:g} s auf einmal: Was markiert ist, wurde um seine Mitte herum angepasst.</translation>
    </message>
    <message>
      <source>The model says nothing: {reason}.</source>
      <translation>Das Modell macht keine Aussage: {reason}.</translation>
    </message>
    <message>
      <source>The model that is asked; click for another.</source>
      <translation>Das gefragte Modell; Klick für ein anderes.</translation>
    </message>
    <message>
      <source>The models differ in {n} of {all} statements.</source>
      <translation>Die Modelle unterscheiden sich in {n} von {all} Aussagen.</translation>
    </message>
    <message>
      <source>The moved lines could not be kept: {reason}.</source>
      <translation>Die verschobenen Linien konnten nicht aufbewahrt werden: {reason}.</translation>
    </message>
    <message>
      <source>The network was trained on adults.</source>
      <translation>Das Netz wurde an Erwachsenen trainiert.</translation>
    </message>
    <message>
      <source>The notice is not shown.</source>
      <translation>Der Hinweis wird nicht gezeigt.</translation>
    </message>
    <message>
      <source>The paper still shows {name}.</source>
      <translation>Das Papier zeigt weiterhin {name}.</translation>
    </message>
    <message>
      <source>The patient is a child of {age_years:.2g} years: limits and statements here are those of adults.</source>
      <translation>Der Patient ist ein Kind von {age_years:.2g} Jahren: Grenzwerte und Aussagen hier sind die für Erwachsene.</translation>
    </message>
    <message>
      <source>The print</source>
      <translation>Der Druck</translation>
    </message>
    <message>
      <source>The reader has moved no line.</source>
      <translation>Der Befunder hat keine Linie verschoben.</translation>
    </message>
    <message>
      <source>The reader has not moved the selected line.</source>
      <translation>Der Befunder hat die ausgewählte Linie nicht verschoben.</translation>
    </message>
    <message>
      <source>The reader's value where there is one, else ours. Noise: QT 32, QTc 26 ms (PMC4025961); P 30, PR 20, QRS 20 ms (IEC 60601-2-25); rate 5/min; axes 15°, 30°.</source>
      <translation>Der Wert des Befunders, wo es einen gibt, sonst der des Programms. Rauschen: QT 32, QTc 26 ms (PMC4025961); P 30, PQ 20, QRS 20 ms (IEC 60601-2-25); Frequenz 5/min; Achsen 15°, 30°.</translation>
    </message>
    <message>
      <source>The recording has no annotations.</source>
      <translation>Die Aufzeichnung hat keine Annotationen.</translation>
    </message>
    <message>
      <source>The recording has no beat {beat}.</source>
      <translation>Die Aufzeichnung hat keinen Schlag {beat}.</translation>
    </message>
    <message>
      <source>The recording has no lead {missing}.</source>
      <translation>Die Aufzeichnung hat keine Ableitung {missing}.</translation>
    </message>
    <message>
      <source>The recording is interrupted (gaps: {n_gaps}, {total_s:.3g} s together): nothing is shown there.</source>
      <translation>Die Aufzeichnung ist unterbrochen (Lücken: {n_gaps}, zusammen {total_s:.3g} s): Dort wird nichts gezeigt.</translation>
    </message>
    <message>
      <source>The recording lasts {duration}.</source>
      <translation>Die Aufzeichnung dauert {duration}.</translation>
    </message>
    <message>
      <source>The recording of {n_samples} samples is too long to be worked on as a whole.</source>
      <translation>Die Aufzeichnung von {n_samples} Abtastwerten ist zu lang, um im Ganzen bearbeitet zu werden.</translation>
    </message>
    <message>
      <source>The recordings have no lead in common.</source>
      <translation>Die Aufzeichnungen haben keine gemeinsame Ableitung.</translation>
    </message>
    <message>
      <source>The row on leads and beats</source>
      <translation>Die Zeile auf Ableitungen und Schlägen</translation>
    </message>
    <message>
      <source>The rule agrees: {rule}.</source>
      <translation>Die Regel stimmt überein: {rule}.</translation>
    </message>
    <message>
      <source>The rule is open: {rule}.</source>
      <translation>Die Regel ist offen: {rule}.</translation>
    </message>
    <message>
      <source>The sampling frequency, {fs_hz:g} Hz, is stated by hand.</source>
      <translation>Die Abtastrate, {fs_hz:g} Hz, ist von Hand angegeben.</translation>
    </message>
    <message>
      <source>The second opinion was stopped.</source>
      <translation>Die zweite Meinung wurde abgebrochen.</translation>
    </message>
    <message>
      <source>The size of this screen is unknown.</source>
      <translation>Die Größe dieses Bildschirms ist unbekannt.</translation>
    </message>
    <message>
      <source>The unit is unknown: answered without voltage.</source>
      <translation>Die Einheit ist unbekannt: ohne Spannung beantwortet.</translation>
    </message>
    <message>
      <source>The unit “{unit}” is stated by hand.</source>
      <translation>Die Einheit „{unit}“ ist von Hand angegeben.</translation>
    </message>
    <message>
      <source>The usual &amp;12 leads from here</source>
      <translation>Ab hier die üblichen &amp;12 Ableitungen</translation>
    </message>
    <message>
      <source>The version is a whole number, the title a text.</source>
      <translation>Die Version ist eine ganze Zahl, der Titel ein Text.</translation>
    </message>
    <message>
      <source>The worklist is not complete ({kind}).</source>
      <translation>Die Arbeitsliste ist nicht vollständig ({kind}).</translation>
    </message>
    <message>
      <source>There are fewer than three whole beats: too few for a median beat.</source>
      <translation>Es gibt weniger als drei ganze Schläge: zu wenige für einen Medianschlag.</translation>
    </message>
    <message>
      <source>There are fewer than two beats: no RR interval.</source>
      <translation>Es gibt weniger als zwei Schläge: kein RR-Intervall.</translation>
    </message>
    <message>
      <source>There are no calipers.</source>
      <translation>Es gibt keine Zirkel.</translation>
    </message>
    <message>
      <source>There are too few beats for a second opinion.</source>
      <translation>Für eine zweite Meinung gibt es zu wenige Schläge.</translation>
    </message>
    <message>
      <source>There is enough to explain</source>
      <translation>Es gibt genug zu erklären</translation>
    </message>
    <message>
      <source>There is no further handle.</source>
      <translation>Es gibt keinen weiteren Griff.</translation>
    </message>
    <message>
      <source>There is no grouping “{name}”; there are {known}, or a JSON file.</source>
      <translation>Es gibt keine Gruppierung „{name}“; es gibt {known} oder eine JSON-Datei.</translation>
    </message>
    <message>
      <source>There is no median beat to put in its place.</source>
      <translation>Es gibt keinen Medianschlag, der an seine Stelle treten könnte.</translation>
    </message>
    <message>
      <source>There is no median beat with lines.</source>
      <translation>Es gibt keinen Medianschlag mit Linien.</translation>
    </message>
    <message>
      <source>There is nothing to redo.</source>
      <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
      <source>There is nothing to undo.</source>
      <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
      <source>This ECG</source>
      <translation>Dieses EKG</translation>
    </message>
    <message>
      <source>This column holds no numbers.</source>
      <translation>Diese Spalte enthält keine Zahlen.</translation>
    </message>
    <message>
      <source>This column is not read as a lead.</source>
      <translation>Diese Spalte wird nicht als Ableitung gelesen.</translation>
    </message>
    <message>
      <source>This filter cannot be used here.</source>
      <translation>Dieser Filter kann hier nicht verwendet werden.</translation>
    </message>
    <message>
      <source>This grouping would take {n_removals} removals, more than {most_removals}: make its largest group smaller.</source>
      <translation>Diese Gruppierung bräuchte {n_removals} Wegnahmen, mehr als {most_removals}: die größte Gruppe muss kleiner werden.</translation>
    </message>
    <message>
      <source>This installation came without documentation.</source>
      <translation>Diese Installation kam ohne Dokumentation.</translation>
    </message>
    <message>
      <source>This layout has one column.</source>
      <translation>Diese Anordnung hat nur eine Spalte.</translation>
    </message>
    <message>
      <source>This model has no weights that could be made random.</source>
      <translation>Dieses Modell hat keine Gewichte, die man zufällig machen könnte.</translation>
    </message>
    <message>
      <source>This page does not show it.</source>
      <translation>Diese Seite zeigt es nicht.</translation>
    </message>
    <message>
      <source>This screen</source>
      <translation>Dieser Bildschirm</translation>
    </message>
    <message>
      <source>This screen has been measured.</source>
      <translation>Dieser Bildschirm wurde ausgemessen.</translation>
    </message>
    <message>
      <source>This screen reports its size; it has not been measured.</source>
      <translation>Dieser Bildschirm meldet seine Größe; er wurde nicht ausgemessen.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>Time from the &amp;start of the recording</source>
      <translation>Zeit ab &amp;Beginn der Aufzeichnung</translation>
    </message>
    <message>
      <source>Time of &amp;day</source>
      <translation>&amp;Uhrzeit</translation>
    </message>
    <message>
      <source>Time to jump to</source>
      <translation>Zeitpunkt, zu dem gesprungen wird</translation>
    </message>
    <message>
      <source>Together</source>
      <translation>Zusammen</translation>
    </message>
    <message>
      <source>Tokens of the model: {tokens}. Where they are no beats, a beat has what lies nearest to its R peak.</source>
      <translation>Token des Modells: {tokens}. Wo sie keine Schläge sind, hat ein Schlag, was seiner R-Zacke am nächsten liegt.</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>Trace</source>
      <translation>Kurve</translation>
    </message>
    <message>
      <source>Traces &amp;over each other</source>
      <translation>&amp;Kurven übereinander</translation>
    </message>
    <message>
      <source>Tries on a copy, never exported. Statements and evidence are those of the copy; what is measured stays that of the recording.</source>
      <translation>Versuche an einer Kopie, nie exportiert. Aussagen und Begründung sind die der Kopie; was gemessen ist, bleibt das der Aufzeichnung.</translation>
    </message>
    <message>
      <source>True size</source>
      <translation>Wahre Größe</translation>
    </message>
    <message>
      <source>Two columns are called {lead}.</source>
      <translation>Zwei Spalten heißen {lead}.</translation>
    </message>
    <message>
      <source>Two methods agree</source>
      <translation>Zwei Verfahren stimmen überein</translation>
    </message>
    <message>
      <source>T’s end in {n} leads only: {why}</source>
      <translation>Ende von T in nur {n} Ableitungen: {why}</translation>
    </message>
    <message>
      <source>UMAP follows when all are placed.</source>
      <translation>UMAP folgt, wenn alle angeordnet sind.</translation>
    </message>
    <message>
      <source>UMAP is not installed (package umap-learn); this is PCA.</source>
      <translation>UMAP ist nicht installiert (Paket umap-learn); dies ist PCA.</translation>
    </message>
    <message>
      <source>UMAP needs {n} recordings; this is PCA.</source>
      <translation>UMAP braucht {n} Aufzeichnungen; dies ist PCA.</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <source>Unlike the recordings that the network learnt from: farther from them than {usual_share:.0f} % of comparable ones. Its probabilities may not hold.</source>
      <translation>Den Aufzeichnungen unähnlich, von denen das Netz gelernt hat: weiter von ihnen entfernt als {usual_share:.0f} % vergleichbarer. Seine Wahrscheinlichkeiten gelten womöglich nicht.</translation>
    </message>
    <message>
      <source>Usually {usual} where it is true ({n} recordings)</source>
      <translation>Üblich: {usual}, wo sie zutrifft ({n} Aufzeichnungen)</translation>
    </message>
    <message>
      <source>V1-V6 reversed</source>
      <translation>V1-V6 umgekehrt</translation>
    </message>
    <message>
      <source>Value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>Urteil</translation>
    </message>
    <message>
      <source>Voltage criteria of hypertrophy</source>
      <translation>Amplitudenkriterien der Hypertrophie</translation>
    </message>
    <message>
      <source>Warnings</source>
      <translation>Warnungen</translation>
    </message>
    <message>
      <source>Waves are not marked.</source>
      <translation>Wellen sind nicht markiert.</translation>
    </message>
    <message>
      <source>Waves as found in all leads together.</source>
      <translation>Wellen, wie in allen Ableitungen zusammen gefunden.</translation>
    </message>
    <message>
      <source>Waves as found in each lead by itself.</source>
      <translation>Wellen, wie in jeder Ableitung für sich gefunden.</translation>
    </message>
    <message>
      <source>Waves under each &amp;beat</source>
      <translation>Wellen unter jedem &amp;Schlag</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>Gewichte</translation>
    </message>
    <message>
      <source>What if</source>
      <translation>Was wäre wenn</translation>
    </message>
    <message>
      <source>What the token looks at</source>
      <translation>Worauf das Token schaut</translation>
    </message>
    <message>
      <source>What was stated of the table cannot be kept: {reason}.</source>
      <translation>Die Angaben zur Tabelle können nicht gespeichert werden: {reason}.</translation>
    </message>
    <message>
      <source>What “{name}” does not say itself is stated here, for this file.</source>
      <translation>Was „{name}“ selbst nicht sagt, wird hier angegeben, für diese Datei.</translation>
    </message>
    <message>
      <source>What “{name}” does not say itself is stated here. It is remembered for tables with the same names of columns.</source>
      <translation>Was „{name}“ selbst nicht sagt, wird hier angegeben. Es gilt danach auch für Tabellen mit denselben Spaltennamen.</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Wo</translation>
    </message>
    <message>
      <source>Whether electrodes are exchanged was not judged: {reason}.</source>
      <translation>Ob Elektroden vertauscht sind, wurde nicht beurteilt: {reason}.</translation>
    </message>
    <message>
      <source>Whole worklist again</source>
      <translation>Wieder die ganze Arbeitsliste</translation>
    </message>
    <message>
      <source>Whose lines are moved</source>
      <translation>Wessen Linien verschoben werden</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
    <message>
      <source>With rate and unit the trace is drawn to scale.</source>
      <translation>Mit Abtastrate und Einheit wird die Kurve maßstäblich gezeichnet.</translation>
    </message>
    <message>
      <source>Without a lead name and left out: channel {listed}.</source>
      <translation>Ohne Ableitungsnamen und weggelassen: Kanal {listed}.</translation>
    </message>
    <message>
      <source>Without a unit of voltage there is no scale.</source>
      <translation>Ohne eine Einheit der Spannung gibt es keinen Maßstab.</translation>
    </message>
    <message>
      <source>Without any beat</source>
      <translation>Ohne jeden Schlag</translation>
    </message>
    <message>
      <source>Without signal, not read: {dead}.</source>
      <translation>Ohne Signal, nicht gelesen: {dead}.</translation>
    </message>
    <message>
      <source>Without the calibration pulse that all other leads end with: {listed}. The samples there are probably damaged.</source>
      <translation>Ohne den Eichimpuls, mit dem alle anderen Ableitungen enden: {listed}. Die Abtastwerte dort sind wahrscheinlich beschädigt.</translation>
    </message>
    <message>
      <source>Wolff-Parkinson-White syndrome</source>
      <translation>Wolff-Parkinson-White-Syndrom</translation>
    </message>
    <message>
      <source>Worklist</source>
      <translation>Arbeitsliste</translation>
    </message>
    <message>
      <source>Worklist as this model sees it ({projection})</source>
      <translation>Arbeitsliste, wie dieses Modell sie sieht ({projection})</translation>
    </message>
    <message>
      <source>Writing the attention …</source>
      <translation>Die Aufmerksamkeit wird geschrieben …</translation>
    </message>
    <message>
      <source>Writing “{name}” …</source>
      <translation>Schreiben von “{name}” …</translation>
    </message>
    <message>
      <source>Written: “{name}”</source>
      <translation>Geschrieben: “{name}”</translation>
    </message>
    <message>
      <source>Written: “{name}” ({n} files)</source>
      <translation>Geschrieben: “{name}” ({n} Dateien)</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
      <source>Zoom +</source>
      <translation>Zoom +</translation>
    </message>
    <message>
      <source>Zoom about the mouse</source>
      <translation>Zoom um den Mauszeiger</translation>
    </message>
    <message>
      <source>Zoom −</source>
      <translation>Zoom −</translation>
    </message>
    <message>
      <source>a DICOM ECG has up to {max_leads} leads</source>
      <translation>ein DICOM-EKG hat bis zu {max_leads} Ableitungen</translation>
    </message>
    <message>
      <source>a DICOM ECG has {min_fs:g} to {max_fs:g} Hz, not {fs:g}</source>
      <translation>ein DICOM-EKG hat {min_fs:g} bis {max_fs:g} Hz, nicht {fs:g}</translation>
    </message>
    <message>
      <source>a code of {prefix} and {extra} bits is not read</source>
      <translation>ein Code aus {prefix} und {extra} Bit wird nicht gelesen</translation>
    </message>
    <message>
      <source>a document of type “{kind}”; read are {document_types}</source>
      <translation>ein Dokument vom Typ “{kind}”; gelesen werden {document_types}</translation>
    </message>
    <message>
      <source>a level has {n_bins} bins, not {bins}</source>
      <translation>eine Ebene hat {n_bins} Stufen, nicht {bins}</translation>
    </message>
    <message>
      <source>a line of it is damaged</source>
      <translation>eine Linie darin ist beschädigt</translation>
    </message>
    <message>
      <source>a line stands in it twice</source>
      <translation>eine Linie steht zweimal darin</translation>
    </message>
    <message>
      <source>a pacemaker makes most of the beats</source>
      <translation>ein Schrittmacher erzeugt die meisten Schläge</translation>
    </message>
    <message>
      <source>a pacemaker paces the atria</source>
      <translation>ein Schrittmacher stimuliert die Vorhöfe</translation>
    </message>
    <message>
      <source>a pacemaker paces the atria: its spike hides where P begins</source>
      <translation>ein Schrittmacher stimuliert die Vorhöfe: Sein Spike verdeckt den Anfang von P</translation>
    </message>
    <message>
      <source>a reference beat was subtracted from the rhythm data (SCP-ECG's high compression), which is not read</source>
      <translation>von den Rhythmusdaten wurde ein Referenzschlag abgezogen (hohe Kompression von SCP-ECG), was nicht gelesen wird</translation>
    </message>
    <message>
      <source>a resolution of {resolution_nv} nV</source>
      <translation>eine Auflösung von {resolution_nv} nV</translation>
    </message>
    <message>
      <source>a sample is too large</source>
      <translation>ein Abtastwert ist zu groß</translation>
    </message>
    <message>
      <source>a sampling frequency of {fs:g} Hz; {min_fs:g} to {max_fs:g} Hz are possible for an ECG</source>
      <translation>eine Abtastrate von {fs:g} Hz; möglich sind für ein EKG {min_fs:g} bis {max_fs:g} Hz</translation>
    </message>
    <message>
      <source>a sampling frequency of {text} Hz; {min_fs:g} to {max_fs:g} Hz are possible for an ECG</source>
      <translation>eine Abtastrate von {text} Hz; möglich sind für ein EKG {min_fs:g} bis {max_fs:g} Hz</translation>
    </message>
    <message>
      <source>a second hump follows T, a U wave or a notch: T’s end cannot be told</source>
      <translation>auf T folgt ein zweiter Gipfel, eine U-Welle oder eine Kerbe: das Ende von T ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>a ventricular or paced rhythm is not ruled out (wide QRS without P)</source>
      <translation>ein ventrikulärer oder Schrittmacherrhythmus ist nicht ausgeschlossen (breites QRS ohne P)</translation>
    </message>
    <message>
      <source>abnormal QRS</source>
      <translation>abnormer QRS-Komplex</translation>
    </message>
    <message>
      <source>above, orange: for the statement · below, blue: against · full colour = ±{full:g} logit per beat in one lead, from a quarter on lit · blank: nil</source>
      <translation>oben, orange: für die Aussage · unten, blau: dagegen · volle Farbe = ±{full:g} Logit je Schlag in einer Ableitung, ab einem Viertel beleuchtet · leer: null</translation>
    </message>
    <message>
      <source>absent</source>
      <translation>fehlend</translation>
    </message>
    <message>
      <source>acquired above {low_hz:g} Hz</source>
      <translation>aufgenommen oberhalb {low_hz:g} Hz</translation>
    </message>
    <message>
      <source>acquired below {high_hz:g} Hz</source>
      <translation>aufgenommen unterhalb {high_hz:g} Hz</translation>
    </message>
    <message>
      <source>acquired with {low_hz:g}-{high_hz:g} Hz</source>
      <translation>aufgenommen mit {low_hz:g}-{high_hz:g} Hz</translation>
    </message>
    <message>
      <source>after {rr}</source>
      <translation>danach {rr}</translation>
    </message>
    <message>
      <source>against</source>
      <translation>dagegen</translation>
    </message>
    <message>
      <source>against it {leads}</source>
      <translation>dagegen {leads}</translation>
    </message>
    <message>
      <source>against | for</source>
      <translation>dagegen | dafür</translation>
    </message>
    <message>
      <source>age or sex unknown: both thresholds are given for V2 and V3</source>
      <translation>Alter oder Geschlecht unbekannt: für V2 und V3 stehen beide Grenzen</translation>
    </message>
    <message>
      <source>age unknown: limits of adults</source>
      <translation>Alter unbekannt: Grenzen für Erwachsene</translation>
    </message>
    <message>
      <source>agree</source>
      <translation>einig</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all are marked missing</source>
      <translation>alle sind als fehlend gekennzeichnet</translation>
    </message>
    <message>
      <source>all leads</source>
      <translation>alle Ableitungen</translation>
    </message>
    <message>
      <source>all leads are perhaps upside down: P, and QRS in V1, V6 and aVR, point the other way</source>
      <translation>alle Ableitungen stehen vielleicht auf dem Kopf: P sowie QRS in V1, V6 und aVR zeigen in die andere Richtung</translation>
    </message>
    <message>
      <source>all lines back to automatic</source>
      <translation>alle Linien zurück auf automatisch</translation>
    </message>
    <message>
      <source>alternating from beat to beat: {waves}; amplitudes are of a mean that no beat has</source>
      <translation>von Schlag zu Schlag wechselnd: {waves}; Amplituden sind die eines Mittels, das kein Schlag hat</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>und {n} weitere</translation>
    </message>
    <message>
      <source>another version of the program wrote it</source>
      <translation>eine andere Version des Programms hat sie geschrieben</translation>
    </message>
    <message>
      <source>anterior</source>
      <translation>anterior</translation>
    </message>
    <message>
      <source>anterior myocardial infarction</source>
      <translation>anteriorer Myokardinfarkt</translation>
    </message>
    <message>
      <source>anterolateral myocardial infarction</source>
      <translation>anterolateraler Myokardinfarkt</translation>
    </message>
    <message>
      <source>anteroseptal myocardial infarction</source>
      <translation>anteroseptaler Myokardinfarkt</translation>
    </message>
    <message>
      <source>apical and low lateral</source>
      <translation>apikal und tief lateral</translation>
    </message>
    <message>
      <source>arbitrary units, amplitude not calibrated</source>
      <translation>willkürliche Einheiten, Amplitude nicht kalibriert</translation>
    </message>
    <message>
      <source>arbitrary units, amplitude not calibrated (1 a.u. drawn {mm:g} mm high)</source>
      <translation>willkürliche Einheiten, Amplitude nicht kalibriert (1 a.u. wird {mm:g} mm hoch gezeichnet)</translation>
    </message>
    <message>
      <source>arbitrary, amplitude not calibrated</source>
      <translation>willkürlich, Amplitude nicht kalibriert</translation>
    </message>
    <message>
      <source>area: contribution of a lead, full at ±{full:g} logit in every ECG</source>
      <translation>Fläche: Beitrag einer Ableitung, voll bei ±{full:g} Logit in jedem EKG</translation>
    </message>
    <message>
      <source>as the file says ({words})</source>
      <translation>wie die Datei angibt ({words})</translation>
    </message>
    <message>
      <source>asked: absent</source>
      <translation>gefragt: nicht vorhanden</translation>
    </message>
    <message>
      <source>asked: present</source>
      <translation>gefragt: vorhanden</translation>
    </message>
    <message>
      <source>asking … (close to stop)</source>
      <translation>wird gefragt … (zuklappen bricht ab)</translation>
    </message>
    <message>
      <source>at least {limit}</source>
      <translation>mindestens {limit}</translation>
    </message>
    <message>
      <source>at most {limit}</source>
      <translation>höchstens {limit}</translation>
    </message>
    <message>
      <source>at the J point</source>
      <translation>am J-Punkt</translation>
    </message>
    <message>
      <source>at {rate_bpm:.0f}/min T and the next P are close together</source>
      <translation>bei {rate_bpm:.0f}/min liegen T und das nächste P dicht beieinander</translation>
    </message>
    <message>
      <source>atrial fibrillation</source>
      <translation>Vorhofflimmern</translation>
    </message>
    <message>
      <source>atrial flutter</source>
      <translation>Vorhofflattern</translation>
    </message>
    <message>
      <source>atrial premature complex</source>
      <translation>supraventrikuläre Extrasystole</translation>
    </message>
    <message>
      <source>augmented limb leads</source>
      <translation>verstärkte Extremitätenableitungen</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>automatisch</translation>
    </message>
    <message>
      <source>axis of -30° or less</source>
      <translation>Achse bis -30°</translation>
    </message>
    <message>
      <source>baseline wander subtracted (slower than 0.5 Hz)</source>
      <translation>Grundlinienschwankung abgezogen (langsamer als 0,5 Hz)</translation>
    </message>
    <message>
      <source>beat x lead</source>
      <translation>Schlag x Ableitung</translation>
    </message>
    <message>
      <source>beat {beat} is not of the part that is explained</source>
      <translation>Schlag {beat} gehört nicht zum erklärten Teil</translation>
    </message>
    <message>
      <source>beat {number}</source>
      <translation>Schlag {number}</translation>
    </message>
    <message>
      <source>beat {number} is the median beat</source>
      <translation>Schlag {number} ist der Medianschlag</translation>
    </message>
    <message>
      <source>beat {number} muted</source>
      <translation>Schlag {number} stumm</translation>
    </message>
    <message>
      <source>beats</source>
      <translation>Schläge</translation>
    </message>
    <message>
      <source>beats after an RR interval below 80 % of the usual one around it</source>
      <translation>Schläge nach einem RR-Intervall unter 80 % des dort üblichen</translation>
    </message>
    <message>
      <source>beats of another shape than the dominant ones</source>
      <translation>Schläge von anderer Form als die dominanten</translation>
    </message>
    <message>
      <source>beats {first} to {last} of {n}</source>
      <translation>Schläge {first} bis {last} von {n}</translation>
    </message>
    <message>
      <source>being there</source>
      <translation>Vorhandensein</translation>
    </message>
    <message>
      <source>below 35 years high voltages are common without hypertrophy</source>
      <translation>unter 35 Jahren sind hohe Voltagen auch ohne Hypertrophie häufig</translation>
    </message>
    <message>
      <source>below its threshold</source>
      <translation>unter ihrer Schwelle</translation>
    </message>
    <message>
      <source>between crossings of the baseline</source>
      <translation>zwischen den Durchgängen durch die Grundlinie</translation>
    </message>
    <message>
      <source>between the frontal axes of QRS and T</source>
      <translation>zwischen den Frontalachsen von QRS und T</translation>
    </message>
    <message>
      <source>between the mean spatial vectors of QRS and T (net areas, Kors’ regression)</source>
      <translation>zwischen den mittleren räumlichen Vektoren von QRS und T (Nettoflächen, Regression nach Kors)</translation>
    </message>
    <message>
      <source>between the reader's lines on the median beat</source>
      <translation>zwischen den Linien des Befunders am Medianschlag</translation>
    </message>
    <message>
      <source>beyond noise: {changes}</source>
      <translation>über dem Rauschen: {changes}</translation>
    </message>
    <message>
      <source>bigeminal pattern</source>
      <translation>Bigeminus</translation>
    </message>
    <message>
      <source>bimodal compression</source>
      <translation>bimodaler Kompression</translation>
    </message>
    <message>
      <source>biphasic, the other phase {other_mv:+.2f} mV</source>
      <translation>biphasisch, die andere Phase {other_mv:+.2f} mV</translation>
    </message>
    <message>
      <source>bipolar limb leads</source>
      <translation>bipolare Extremitätenableitungen</translation>
    </message>
    <message>
      <source>bits per sample</source>
      <translation>Bits je Abtastwert</translation>
    </message>
    <message>
      <source>block size</source>
      <translation>Blockgröße</translation>
    </message>
    <message>
      <source>but the file ends at {limit:g} Hz</source>
      <translation>aber die Datei reicht nur bis {limit:g} Hz</translation>
    </message>
    <message>
      <source>by single RR intervals only: most are near the usual one</source>
      <translation>nur durch einzelne RR-Intervalle: die meisten liegen nahe am üblichen</translation>
    </message>
    <message>
      <source>by the reader's lines</source>
      <translation>nach den Linien des Befunders</translation>
    </message>
    <message>
      <source>cannot be judged</source>
      <translation>nicht zu beurteilen</translation>
    </message>
    <message>
      <source>cannot be judged: {parts}; what devices, of which limits are, have for this QRS is known to ± {sd_ms:.0f} ms only</source>
      <translation>nicht zu beurteilen: {parts}; der Wert von Geräten, für die Grenzwerte gelten, ist für dieses QRS nur auf ± {sd_ms:.0f} ms bekannt</translation>
    </message>
    <message>
      <source>channel {number}</source>
      <translation>Kanal {number}</translation>
    </message>
    <message>
      <source>checksum</source>
      <translation>Prüfsumme</translation>
    </message>
    <message>
      <source>chest leads</source>
      <translation>Brustwandableitungen</translation>
    </message>
    <message>
      <source>chest leads at half gain (½)</source>
      <translation>Brustwandableitungen mit halber Verstärkung (½)</translation>
    </message>
    <message>
      <source>chest leads at half gain, {px:.3g} px/mV</source>
      <translation>Brustwandableitungen mit halber Verstärkung, {px:.3g} px/mV</translation>
    </message>
    <message>
      <source>chest leads {gain:g} mm/mV (½)</source>
      <translation>Brustwandableitungen {gain:g} mm/mV (½)</translation>
    </message>
    <message>
      <source>chest ½</source>
      <translation>Brustwand ½</translation>
    </message>
    <message>
      <source>choose</source>
      <translation>wählen</translation>
    </message>
    <message>
      <source>classic red</source>
      <translation>klassisch rot</translation>
    </message>
    <message>
      <source>column of times</source>
      <translation>Spalte der Zeiten</translation>
    </message>
    <message>
      <source>column {first} of {n}</source>
      <translation>Spalte {first} von {n}</translation>
    </message>
    <message>
      <source>columns of {seconds:.3g} s</source>
      <translation>Spalten zu {seconds:.3g} s</translation>
    </message>
    <message>
      <source>columns {first}–{last} of {n}</source>
      <translation>Spalten {first}–{last} von {n}</translation>
    </message>
    <message>
      <source>complete left bundle branch block</source>
      <translation>kompletter Linksschenkelblock</translation>
    </message>
    <message>
      <source>complete right bundle branch block</source>
      <translation>kompletter Rechtsschenkelblock</translation>
    </message>
    <message>
      <source>compressed by “{method}”; read are XLI and no compression</source>
      <translation>komprimiert nach “{method}”; gelesen werden XLI und unkomprimierte</translation>
    </message>
    <message>
      <source>compressed samples written as “{encoding}” are not read</source>
      <translation>als “{encoding}” geschriebene komprimierte Abtastwerte werden nicht gelesen</translation>
    </message>
    <message>
      <source>computed from I and II</source>
      <translation>aus I und II berechnet</translation>
    </message>
    <message>
      <source>computed from I and II: {leads}</source>
      <translation>berechnet aus I und II: {leads}</translation>
    </message>
    <message>
      <source>conduction disturbance</source>
      <translation>Erregungsleitungsstörung</translation>
    </message>
    <message>
      <source>correlation {value}</source>
      <translation>Korrelation {value}</translation>
    </message>
    <message>
      <source>could not be measured: {parts}</source>
      <translation>nicht messbar: {parts}</translation>
    </message>
    <message>
      <source>cut off at the edge of the paper: {leads}</source>
      <translation>am Rand des Papiers abgeschnitten: {leads}</translation>
    </message>
    <message>
      <source>dark</source>
      <translation>dunkel</translation>
    </message>
    <message>
      <source>deepest S + S V4</source>
      <translation>tiefstes S + S V4</translation>
    </message>
    <message>
      <source>deg</source>
      <translation>Grad</translation>
    </message>
    <message>
      <source>depends on age and sex, which are not known</source>
      <translation>hängt von Alter und Geschlecht ab, die nicht bekannt sind</translation>
    </message>
    <message>
      <source>depends on sex, which is not known</source>
      <translation>hängt vom Geschlecht ab, das nicht bekannt ist</translation>
    </message>
    <message>
      <source>depends on whether there is left bundle branch block, which is open</source>
      <translation>hängt davon ab, ob ein Linksschenkelblock vorliegt; das ist offen</translation>
    </message>
    <message>
      <source>diagnostic</source>
      <translation>diagnostisch</translation>
    </message>
    <message>
      <source>diagnostic 0.05–150 Hz</source>
      <translation>diagnostisch 0,05–150 Hz</translation>
    </message>
    <message>
      <source>differences {differences}</source>
      <translation>Differenzen {differences}</translation>
    </message>
    <message>
      <source>different</source>
      <translation>abweichend</translation>
    </message>
    <message>
      <source>digitalis effect</source>
      <translation>Digitaliswirkung</translation>
    </message>
    <message>
      <source>display filter, zero phase: {parts}</source>
      <translation>Anzeigefilter, phasentreu: {parts}</translation>
    </message>
    <message>
      <source>do not use</source>
      <translation>nicht verwenden</translation>
    </message>
    <message>
      <source>dominant</source>
      <translation>dominant</translation>
    </message>
    <message>
      <source>down</source>
      <translation>nach unten</translation>
    </message>
    <message>
      <source>duration of P's last part below baseline</source>
      <translation>Dauer des letzten Teils von P unter der Grundlinie</translation>
    </message>
    <message>
      <source>duration of a record</source>
      <translation>Dauer eines Blocks</translation>
    </message>
    <message>
      <source>ectopic beats in a row</source>
      <translation>ektope Schläge hintereinander</translation>
    </message>
    <message>
      <source>electrode placement {placement}</source>
      <translation>Elektrodenanlage {placement}</translation>
    </message>
    <message>
      <source>electrodes perhaps exchanged ({electrodes})</source>
      <translation>Elektroden vielleicht vertauscht ({electrodes})</translation>
    </message>
    <message>
      <source>electrodes {pair} exchanged</source>
      <translation>Elektroden {pair} vertauscht</translation>
    </message>
    <message>
      <source>electrolyte disturbance or drug effect</source>
      <translation>Elektrolytstörung oder Medikamentenwirkung</translation>
    </message>
    <message>
      <source>elements lie more than {max_depth} deep in each other</source>
      <translation>Elemente liegen mehr als {max_depth} tief ineinander</translation>
    </message>
    <message>
      <source>en</source>
      <translation>de</translation>
    </message>
    <message>
      <source>entropy {bits} bit</source>
      <translation>Entropie {bits} bit</translation>
    </message>
    <message>
      <source>error {value} of the whole</source>
      <translation>Fehler {value} vom Ganzen</translation>
    </message>
    <message>
      <source>female</source>
      <translation>weiblich</translation>
    </message>
    <message>
      <source>fewer than the {n_frames} per lead that the header claims</source>
      <translation>weniger als die {n_frames} je Ableitung, die der Kopf angibt</translation>
    </message>
    <message>
      <source>fewer than three RR intervals between dominant beats</source>
      <translation>weniger als drei RR-Intervalle zwischen dominanten Schlägen</translation>
    </message>
    <message>
      <source>fewer than two beats were found</source>
      <translation>weniger als zwei Schläge wurden gefunden</translation>
    </message>
    <message>
      <source>fiducials</source>
      <translation>Messpunkte</translation>
    </message>
    <message>
      <source>file</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>file {number} of {n} (keys N, P)</source>
      <translation>Datei {number} von {n} (Tasten N, P)</translation>
    </message>
    <message>
      <source>file: {facts}</source>
      <translation>Datei: {facts}</translation>
    </message>
    <message>
      <source>filter: {band}</source>
      <translation>Filter: {band}</translation>
    </message>
    <message>
      <source>filters are for recordings of up to {minutes:.0f} minutes</source>
      <translation>Filter gibt es für Aufzeichnungen bis {minutes:.0f} Minuten</translation>
    </message>
    <message>
      <source>first bytes</source>
      <translation>Dateianfang</translation>
    </message>
    <message>
      <source>first degree AV block</source>
      <translation>AV-Block I. Grades</translation>
    </message>
    <message>
      <source>first sample</source>
      <translation>erster Abtastwert</translation>
    </message>
    <message>
      <source>for</source>
      <translation>dafür</translation>
    </message>
    <message>
      <source>from QRS onset of all leads to where {methods}</source>
      <translation>vom QRS-Beginn aller Ableitungen bis dahin, wo {methods}</translation>
    </message>
    <message>
      <source>from QRS onset to the second latest end of T over the leads: where {methods}; median beat</source>
      <translation>vom QRS-Beginn bis zum zweitspätesten Ende von T über die Ableitungen: dort, wo {methods}; Medianschlag</translation>
    </message>
    <message>
      <source>from the J point to 80 ms after it</source>
      <translation>vom J-Punkt bis 80 ms danach</translation>
    </message>
    <message>
      <source>from the lead's QRS onset to the peak of R, or of R’</source>
      <translation>vom QRS-Beginn der Ableitung bis zum Gipfel von R, oder von R’</translation>
    </message>
    <message>
      <source>from {n} beat only</source>
      <translation>nur aus {n} Schlag</translation>
    </message>
    <message>
      <source>from {n} beats only</source>
      <translation>nur aus {n} Schlägen</translation>
    </message>
    <message>
      <source>from {n} lead only, so rather short</source>
      <translation>nur aus {n} Ableitung, daher eher kurz</translation>
    </message>
    <message>
      <source>from {n} leads only, so rather short</source>
      <translation>nur aus {n} Ableitungen, daher eher kurz</translation>
    </message>
    <message>
      <source>frontal plane</source>
      <translation>Frontalebene</translation>
    </message>
    <message>
      <source>gain × {factor:g}</source>
      <translation>Verstärkung × {factor:g}</translation>
    </message>
    <message>
      <source>gap {value} of the whole</source>
      <translation>Lücke {value} vom Ganzen</translation>
    </message>
    <message>
      <source>good</source>
      <translation>gut</translation>
    </message>
    <message>
      <source>green</source>
      <translation>grün</translation>
    </message>
    <message>
      <source>grey</source>
      <translation>grau</translation>
    </message>
    <message>
      <source>hatched: within two standard errors of nil; dot: not known yet</source>
      <translation>schraffiert: innerhalb zweier Standardfehler von null; Punkt: noch nicht bekannt</translation>
    </message>
    <message>
      <source>head {n}</source>
      <translation>Kopf {n}</translation>
    </message>
    <message>
      <source>header</source>
      <translation>Dateikopf</translation>
    </message>
    <message>
      <source>header line {number} (record line)</source>
      <translation>Kopfzeile {number} (Record-Zeile)</translation>
    </message>
    <message>
      <source>header line {number} (signal line)</source>
      <translation>Kopfzeile {number} (Signalzeile)</translation>
    </message>
    <message>
      <source>header, signal lines</source>
      <translation>Kopf, Signalzeilen</translation>
    </message>
    <message>
      <source>heart rate</source>
      <translation>Herzfrequenz</translation>
    </message>
    <message>
      <source>heart rate {least:.0f}–{most:.0f}/min</source>
      <translation>Herzfrequenz {least:.0f}–{most:.0f}/min</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>verborgen</translation>
    </message>
    <message>
      <source>high QRS voltage</source>
      <translation>hohe QRS-Voltage</translation>
    </message>
    <message>
      <source>high contrast</source>
      <translation>hoher Kontrast</translation>
    </message>
    <message>
      <source>high lateral</source>
      <translation>hoch lateral</translation>
    </message>
    <message>
      <source>higher, beyond noise ({limit})</source>
      <translation>höher, über dem Rauschen ({limit})</translation>
    </message>
    <message>
      <source>highest less lowest point of QRS</source>
      <translation>höchster minus tiefster Punkt von QRS</translation>
    </message>
    <message>
      <source>horizontal plane, front below</source>
      <translation>Horizontalebene, vorn unten</translation>
    </message>
    <message>
      <source>how its samples are coded is not known</source>
      <translation>wie die Abtastwerte kodiert sind, ist nicht bekannt</translation>
    </message>
    <message>
      <source>hum can only be told from {fs:g} samples a second upwards</source>
      <translation>Netzbrummen ist erst ab {fs:g} Abtastwerten je Sekunde zu erkennen</translation>
    </message>
    <message>
      <source>hypertrophy</source>
      <translation>Hypertrophie</translation>
    </message>
    <message>
      <source>in beat {n}</source>
      <translation>in Schlag {n}</translation>
    </message>
    <message>
      <source>in beats {first} to {last}</source>
      <translation>in den Schlägen {first} bis {last}</translation>
    </message>
    <message>
      <source>in children it is an axis to the left or to the right</source>
      <translation>bei Kindern ist es eine Achse nach links oder nach rechts</translation>
    </message>
    <message>
      <source>in children only a change of axis that was seen to happen counts</source>
      <translation>bei Kindern zählt nur eine Änderung der Achse, die beobachtet wurde</translation>
    </message>
    <message>
      <source>in header line {line}</source>
      <translation>in Kopfzeile {line}</translation>
    </message>
    <message>
      <source>in no group</source>
      <translation>in keiner Gruppe</translation>
    </message>
    <message>
      <source>in {n} of {n_stretches} stretches of 10 s they cannot be told; {why}</source>
      <translation>in {n} von {n_stretches} Abschnitten von 10 s nicht zu erkennen; {why}</translation>
    </message>
    <message>
      <source>in “{unit}”</source>
      <translation>in “{unit}”</translation>
    </message>
    <message>
      <source>incomplete left bundle branch block</source>
      <translation>inkompletter Linksschenkelblock</translation>
    </message>
    <message>
      <source>incomplete right bundle branch block</source>
      <translation>inkompletter Rechtsschenkelblock</translation>
    </message>
    <message>
      <source>indeterminate: as much above as below the baseline</source>
      <translation>unbestimmt: so viel über wie unter der Grundlinie</translation>
    </message>
    <message>
      <source>indeterminate: the wave is too small</source>
      <translation>unbestimmt: die Welle ist zu klein</translation>
    </message>
    <message>
      <source>indeterminate: too small beside the noise</source>
      <translation>unbestimmt: zu klein neben dem Rauschen</translation>
    </message>
    <message>
      <source>inferior</source>
      <translation>inferior</translation>
    </message>
    <message>
      <source>inferior myocardial infarction</source>
      <translation>inferiorer Myokardinfarkt</translation>
    </message>
    <message>
      <source>inferolateral myocardial infarction</source>
      <translation>inferolateraler Myokardinfarkt</translation>
    </message>
    <message>
      <source>inferoposterior myocardial infarction</source>
      <translation>inferoposteriorer Myokardinfarkt</translation>
    </message>
    <message>
      <source>inferoposterolateral myocardial infarction</source>
      <translation>inferoposterolateraler Myokardinfarkt</translation>
    </message>
    <message>
      <source>inflated, it is larger than {max_file_bytes:g} MB; DICOM files are read as a whole, and this one might not fit into memory</source>
      <translation>entpackt ist sie größer als {max_file_bytes:g} MB; DICOM-Dateien werden im Ganzen gelesen, und diese passt womöglich nicht in den Speicher</translation>
    </message>
    <message>
      <source>inverted T-waves</source>
      <translation>T-Negativierung</translation>
    </message>
    <message>
      <source>is {unit_words}, while lead {volts} is in {units}: the leads have no common scale</source>
      <translation>ist {unit_words}, die Ableitung {volts} dagegen in {units}: Die Ableitungen haben keine gemeinsame Skala</translation>
    </message>
    <message>
      <source>ischemic in anterior leads</source>
      <translation>Ischämie in anterioren Ableitungen</translation>
    </message>
    <message>
      <source>ischemic in anterolateral leads</source>
      <translation>Ischämiezeichen in den anterolateralen Ableitungen</translation>
    </message>
    <message>
      <source>ischemic in anteroseptal leads</source>
      <translation>Ischämie in anteroseptalen Ableitungen</translation>
    </message>
    <message>
      <source>ischemic in inferior leads</source>
      <translation>Ischämie in inferioren Ableitungen</translation>
    </message>
    <message>
      <source>ischemic in inferolateral leads</source>
      <translation>Ischämie in inferolateralen Ableitungen</translation>
    </message>
    <message>
      <source>ischemic in lateral leads</source>
      <translation>Ischämie in lateralen Ableitungen</translation>
    </message>
    <message>
      <source>it belongs to another recording</source>
      <translation>sie gehört zu einer anderen Aufzeichnung</translation>
    </message>
    <message>
      <source>it breaks off after {n_values} samples</source>
      <translation>sie brechen nach {n_values} Abtastwerten ab</translation>
    </message>
    <message>
      <source>it breaks off: the code that ends it is missing</source>
      <translation>er bricht ab: Der Kode, der ihn beendet, fehlt</translation>
    </message>
    <message>
      <source>it cannot be read</source>
      <translation>sie ist nicht lesbar</translation>
    </message>
    <message>
      <source>it cannot be read: {detail}</source>
      <translation>sie ist nicht lesbar: {detail}</translation>
    </message>
    <message>
      <source>it cannot be written</source>
      <translation>sie lässt sich nicht schreiben</translation>
    </message>
    <message>
      <source>it claims a time resolution of 0 Hz</source>
      <translation>sie gibt eine Zeitauflösung von 0 Hz an</translation>
    </message>
    <message>
      <source>it claims the samples from {first} to {last}</source>
      <translation>angekündigt sind die Abtastwerte von {first} bis {last}</translation>
    </message>
    <message>
      <source>it claims to last {duration_s:.3g} s</source>
      <translation>sie gibt an, {duration_s:.3g} s zu dauern</translation>
    </message>
    <message>
      <source>it claims {claimed:g} channels and defines {n_waves}</source>
      <translation>{claimed:g} Kanäle sind angekündigt, {n_waves} beschrieben</translation>
    </message>
    <message>
      <source>it claims {claimed} samples and holds {n_steps}</source>
      <translation>sie gibt {claimed} Abtastwerte an und enthält {n_steps}</translation>
    </message>
    <message>
      <source>it claims {length} bytes</source>
      <translation>angekündigt sind {length} Byte</translation>
    </message>
    <message>
      <source>it claims {n_bytes} bytes for {n_signals} channels</source>
      <translation>angekündigt sind {n_bytes} Byte für {n_signals} Kanäle</translation>
    </message>
    <message>
      <source>it claims {n_bytes} bytes from byte {start} on</source>
      <translation>angekündigt sind {n_bytes} Byte ab Byte {start}</translation>
    </message>
    <message>
      <source>it claims {n_channels} channels and defines {n_defined}</source>
      <translation>angegeben sind {n_channels} Kanäle, beschrieben {n_defined}</translation>
    </message>
    <message>
      <source>it claims {n_channels} channels; 1 to {max_leads} can be read</source>
      <translation>angegeben sind {n_channels} Kanäle; lesbar sind 1 bis {max_leads}</translation>
    </message>
    <message>
      <source>it claims {n_frames} samples</source>
      <translation>angegeben sind {n_frames} Abtastwerte</translation>
    </message>
    <message>
      <source>it claims {n_frames} samples per lead, more than can be read</source>
      <translation>angegeben sind {n_frames} Abtastwerte je Ableitung, mehr als gelesen werden können</translation>
    </message>
    <message>
      <source>it claims {n_samples} samples per channel and holds {available}: the file is cut short or damaged</source>
      <translation>angegeben sind {n_samples} Abtastwerte je Kanal, enthalten {available}: Die Datei ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
      <source>it claims {n_samples} samples per record</source>
      <translation>angekündigt sind {n_samples} Abtastwerte je Block</translation>
    </message>
    <message>
      <source>it claims {n_signals} signals; 1 to {max_leads} can be read</source>
      <translation>angegeben sind {n_signals} Signale; lesbar sind 1 bis {max_leads}</translation>
    </message>
    <message>
      <source>it claims {per_frame} samples per frame at {fs:g} frames a second</source>
      <translation>angegeben sind {per_frame} Abtastwerte je Frame bei {fs:g} Frames je Sekunde</translation>
    </message>
    <message>
      <source>it contradicts itself</source>
      <translation>er widerspricht sich</translation>
    </message>
    <message>
      <source>it defines a document type, which no ECG needs and which can hide other files; it is not read</source>
      <translation>sie definiert einen Dokumenttyp, den kein EKG braucht und der andere Dateien verbergen kann; sie wird nicht gelesen</translation>
    </message>
    <message>
      <source>it exists already and is not replaced</source>
      <translation>sie gibt es schon, und sie wird nicht ersetzt</translation>
    </message>
    <message>
      <source>it has no lines</source>
      <translation>sie hat keine Linien</translation>
    </message>
    <message>
      <source>it has the exponent “{exponent}”, whose meaning is not known</source>
      <translation>sie hat den Exponenten „{exponent}“, dessen Bedeutung nicht bekannt ist</translation>
    </message>
    <message>
      <source>it holds no numbers</source>
      <translation>sie enthält keine Zahlen</translation>
    </message>
    <message>
      <source>it holds no samples</source>
      <translation>sie enthält keine Abtastwerte</translation>
    </message>
    <message>
      <source>it holds something else</source>
      <translation>sie enthält etwas anderes</translation>
    </message>
    <message>
      <source>it holds {available} samples per lead, but the header claims {n_frames}: the file is cut short or the header is damaged</source>
      <translation>enthalten sind {available} Abtastwerte je Ableitung, der Kopf gibt aber {n_frames} an: Die Datei ist abgeschnitten oder der Kopf beschädigt</translation>
    </message>
    <message>
      <source>it is damaged, or no table of results ({error})</source>
      <translation>sie ist beschädigt oder keine Ergebnistabelle ({error})</translation>
    </message>
    <message>
      <source>it is given as “{text}”</source>
      <translation>angegeben ist “{text}”</translation>
    </message>
    <message>
      <source>it is in “{unit}”, not in Hz</source>
      <translation>sie ist in „{unit}“ angegeben, nicht in Hz</translation>
    </message>
    <message>
      <source>it is in “{unit}”, not in “{step_unit}”</source>
      <translation>sie ist in „{unit}“ angegeben, nicht in „{step_unit}“</translation>
    </message>
    <message>
      <source>it is missing</source>
      <translation>er fehlt</translation>
    </message>
    <message>
      <source>it is no JSON</source>
      <translation>sie ist kein JSON</translation>
    </message>
    <message>
      <source>it is no number above 0</source>
      <translation>sie ist keine Zahl über 0</translation>
    </message>
    <message>
      <source>it is not a JSON object</source>
      <translation>sie ist kein JSON-Objekt</translation>
    </message>
    <message>
      <source>it is not certain whether voltage criteria of hypertrophy are met</source>
      <translation>ob Amplitudenkriterien der Hypertrophie erfüllt sind, ist nicht sicher</translation>
    </message>
    <message>
      <source>it is not where section 0 says</source>
      <translation>er steht nicht, wo Abschnitt 0 es sagt</translation>
    </message>
    <message>
      <source>it is of another version</source>
      <translation>sie ist von einer anderen Version</translation>
    </message>
    <message>
      <source>it is too large</source>
      <translation>sie ist zu groß</translation>
    </message>
    <message>
      <source>it is “{tag}”, not “restingecgdata”</source>
      <translation>es ist “{tag}”, nicht “restingecgdata”</translation>
    </message>
    <message>
      <source>it is “{tag}”, not “{root}”</source>
      <translation>es ist „{tag}“, nicht „{root}“</translation>
    </message>
    <message>
      <source>it may be interrupted (EDF+D) and does not say when its records begin</source>
      <translation>die Aufzeichnung kann unterbrochen sein (EDF+D) und sagt nicht, wann ihre Blöcke beginnen</translation>
    </message>
    <message>
      <source>it switches to table {code}, which is none</source>
      <translation>sie wechseln zu Tabelle {code}, die es nicht gibt</translation>
    </message>
    <message>
      <source>it unfolds to more than {most} samples</source>
      <translation>er entfaltet sich zu mehr als {most} Abtastwerten</translation>
    </message>
    <message>
      <source>it unfolds to {n_unfolded} bytes, which are no samples</source>
      <translation>er entfaltet sich zu {n_unfolded} Bytes, die keine Abtastwerte sind</translation>
    </message>
    <message>
      <source>its compressed samples are damaged: {error}</source>
      <translation>die komprimierten Abtastwerte sind beschädigt: {error}</translation>
    </message>
    <message>
      <source>its data file “{file_name}” is not one beside the header</source>
      <translation>die zugehörige Datendatei “{file_name}” liegt nicht neben dem Kopf</translation>
    </message>
    <message>
      <source>its end is missing, so it is cut short or no annotation file</source>
      <translation>ihr Ende fehlt, sie ist also abgeschnitten oder keine Annotationsdatei</translation>
    </message>
    <message>
      <source>its leads lie apart in time</source>
      <translation>seine Ableitungen liegen zeitlich auseinander</translation>
    </message>
    <message>
      <source>its limits are not four numbers</source>
      <translation>seine Grenzen sind keine vier Zahlen</translation>
    </message>
    <message>
      <source>its limits give no scale</source>
      <translation>seine Grenzen ergeben keinen Maßstab</translation>
    </message>
    <message>
      <source>its numbers have been changed or are not complete</source>
      <translation>die Zahlen darin wurden geändert oder sind unvollständig</translation>
    </message>
    <message>
      <source>its origin is in “{other}”, its scale in “{unit}”</source>
      <translation>ihr Nullpunkt ist in „{other}“, ihr Maßstab in „{unit}“ angegeben</translation>
    </message>
    <message>
      <source>its origin is no number</source>
      <translation>ihr Nullpunkt ist keine Zahl</translation>
    </message>
    <message>
      <source>its reader crashed ({name}); the file is damaged, or made to crash programs</source>
      <translation>das Leseprogramm ist daran abgestürzt ({name}); die Datei ist beschädigt oder soll Programme abstürzen lassen</translation>
    </message>
    <message>
      <source>its reader gave an answer that makes no sense</source>
      <translation>das Leseprogramm gab eine sinnlose Antwort</translation>
    </message>
    <message>
      <source>its reader gave an answer that makes no sense and was ended</source>
      <translation>das Leseprogramm gab eine sinnlose Antwort und wurde beendet</translation>
    </message>
    <message>
      <source>its samples are not all whole numbers</source>
      <translation>ihre Abtastwerte sind nicht alle ganze Zahlen</translation>
    </message>
    <message>
      <source>its sensitivity is zero</source>
      <translation>die Empfindlichkeit ist null</translation>
    </message>
    <message>
      <source>its times do not go on in even steps: samples may be missing</source>
      <translation>ihre Zeiten schreiten nicht in gleichen Schritten fort: Es können Abtastwerte fehlen</translation>
    </message>
    <message>
      <source>laid together by the time from their starts (A: by R peaks)</source>
      <translation>nach der Zeit ab Beginn ausgerichtet (A: an R-Zacken)</translation>
    </message>
    <message>
      <source>laid together on R peaks, B moved by {shift} s (A: by time)</source>
      <translation>an R-Zacken ausgerichtet, B um {shift} s verschoben (A: nach der Zeit)</translation>
    </message>
    <message>
      <source>larger than {max_bytes:g} MB</source>
      <translation>größer als {max_bytes:g} MB</translation>
    </message>
    <message>
      <source>larger than {max_file_bytes:g} MB; DICOM files are read as a whole, and this one might not fit into memory</source>
      <translation>größer als {max_file_bytes:g} MB; DICOM-Dateien werden im Ganzen gelesen, und diese passt womöglich nicht in den Speicher</translation>
    </message>
    <message>
      <source>largest QRS, {words}</source>
      <translation>größtes QRS, {words}</translation>
    </message>
    <message>
      <source>largest deflection of P from the level before it, median beat</source>
      <translation>größter Ausschlag von P gegen den Pegel davor, Medianschlag</translation>
    </message>
    <message>
      <source>largest deflection of T, {amplitude}</source>
      <translation>größter Ausschlag von T, {amplitude}</translation>
    </message>
    <message>
      <source>lateral</source>
      <translation>lateral</translation>
    </message>
    <message>
      <source>lateral myocardial infarction</source>
      <translation>lateraler Myokardinfarkt</translation>
    </message>
    <message>
      <source>layer {n}</source>
      <translation>Schicht {n}</translation>
    </message>
    <message>
      <source>layers of several networks do not add up; ask one: {names}</source>
      <translation>Schichten mehrerer Netze lassen sich nicht addieren; fragen Sie eines: {names}</translation>
    </message>
    <message>
      <source>lead {spoken}</source>
      <translation>Ableitung {spoken}</translation>
    </message>
    <message>
      <source>leads</source>
      <translation>Ableitungen</translation>
    </message>
    <message>
      <source>leads are missing or cannot be read: {leads}</source>
      <translation>Ableitungen fehlen oder sind nicht lesbar: {leads}</translation>
    </message>
    <message>
      <source>leads {leads}</source>
      <translation>Ableitungen {leads}</translation>
    </message>
    <message>
      <source>least squares: the rate of a wave that goes on through all beats, without what keeps its distance from QRS</source>
      <translation>kleinste Quadrate: Frequenz einer Welle, die durch alle Schläge hindurchgeht, ohne alles, dessen Abstand zum QRS gleich bleibt</translation>
    </message>
    <message>
      <source>left anterior fascicular block</source>
      <translation>linksanteriorer Hemiblock</translation>
    </message>
    <message>
      <source>left atrial overload/enlargement</source>
      <translation>linksatriale Belastung/Vergrößerung</translation>
    </message>
    <message>
      <source>left bundle branch block</source>
      <translation>Linksschenkelblock</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>weggelassen</translation>
    </message>
    <message>
      <source>left out (cut off or with missing samples)</source>
      <translation>ausgelassen (abgeschnitten oder mit fehlenden Abtastwerten)</translation>
    </message>
    <message>
      <source>left posterior fascicular block</source>
      <translation>linksposteriorer Hemiblock</translation>
    </message>
    <message>
      <source>left ventricular hypertrophy</source>
      <translation>linksventrikuläre Hypertrophie</translation>
    </message>
    <message>
      <source>length of the header</source>
      <translation>Länge des Kopfes</translation>
    </message>
    <message>
      <source>level {place} from that before QRS, median beat</source>
      <translation>Pegel {place} gegen den vor QRS, Medianschlag</translation>
    </message>
    <message>
      <source>likely</source>
      <translation>wahrscheinlich</translation>
    </message>
    <message>
      <source>limb leads</source>
      <translation>Extremitätenableitungen</translation>
    </message>
    <message>
      <source>limits of children depend on age and rate</source>
      <translation>bei Kindern hängen die Grenzen von Alter und Frequenz ab</translation>
    </message>
    <message>
      <source>line back to automatic</source>
      <translation>Linie zurück auf automatisch</translation>
    </message>
    <message>
      <source>line {number}</source>
      <translation>Zeile {number}</translation>
    </message>
    <message>
      <source>log-odds ±{reach:g}, line: even odds</source>
      <translation>Log-Odds ±{reach:g}, Linie: gleiche Chancen</translation>
    </message>
    <message>
      <source>logit per {units}</source>
      <translation>Logit je {units}</translation>
    </message>
    <message>
      <source>long QT-interval</source>
      <translation>langes QT-Intervall</translation>
    </message>
    <message>
      <source>longest RR interval of all beats</source>
      <translation>längstes RR-Intervall aller Schläge</translation>
    </message>
    <message>
      <source>longest less shortest RR</source>
      <translation>längstes minus kürzestes RR</translation>
    </message>
    <message>
      <source>longest less shortest RR interval between dominant beats</source>
      <translation>längstes minus kürzestes RR-Intervall zwischen dominanten Schlägen</translation>
    </message>
    <message>
      <source>looks at</source>
      <translation>schaut auf</translation>
    </message>
    <message>
      <source>low QRS voltages</source>
      <translation>Niedervoltage</translation>
    </message>
    <message>
      <source>low amplitude T-waves</source>
      <translation>T-Wellen niedriger Amplitude</translation>
    </message>
    <message>
      <source>lower, beyond noise ({limit})</source>
      <translation>niedriger, über dem Rauschen ({limit})</translation>
    </message>
    <message>
      <source>lowest point of P's last part below baseline</source>
      <translation>tiefster Punkt des letzten Teils von P unter der Grundlinie</translation>
    </message>
    <message>
      <source>mV, in brackets mm at 10 mm/mV. Levels of QRS, ST and T are from the mean of the {ms:.0f} ms before QRS onset (fewer where P ends later), that of P from just before P.</source>
      <translation>mV, in Klammern mm bei 10 mm/mV. Die Höhen von QRS, ST und T gelten gegen das Mittel der {ms:.0f} ms vor dem QRS-Beginn (weniger, wo P später endet), die von P gegen den Pegel unmittelbar vor P.</translation>
    </message>
    <message>
      <source>male</source>
      <translation>männlich</translation>
    </message>
    <message>
      <source>march out</source>
      <translation>Zirkelschlag fortsetzen</translation>
    </message>
    <message>
      <source>mean distance {s} s</source>
      <translation>mittlerer Abstand {s} s</translation>
    </message>
    <message>
      <source>mean rate {rate:.0f}/min ({low:.0f}–{high:.0f})</source>
      <translation>mittlere Frequenz {rate:.0f}/min ({low:.0f}–{high:.0f})</translation>
    </message>
    <message>
      <source>mean {rate}</source>
      <translation>Mittel {rate}</translation>
    </message>
    <message>
      <source>median RR interval before {words}</source>
      <translation>medianes RR-Intervall vor {words}</translation>
    </message>
    <message>
      <source>median RR interval of all beats</source>
      <translation>Median der RR-Intervalle aller Schläge</translation>
    </message>
    <message>
      <source>median beat, from the level before QRS</source>
      <translation>Medianschlag, gegen den Pegel vor QRS</translation>
    </message>
    <message>
      <source>median beats laid together on R (O: traces over each other)</source>
      <translation>Medianschläge an R ausgerichtet (O: Kurven übereinander)</translation>
    </message>
    <message>
      <source>median over beats, second earliest onset to second latest offset of the leads; {method}</source>
      <translation>Median über die Schläge, zweitfrühester Beginn bis zweitspätestes Ende der Ableitungen; {method}</translation>
    </message>
    <message>
      <source>median {rr:.0f} ms ({low:.0f}–{high:.0f})</source>
      <translation>Median {rr:.0f} ms ({low:.0f}–{high:.0f})</translation>
    </message>
    <message>
      <source>met</source>
      <translation>erfüllt</translation>
    </message>
    <message>
      <source>monitor</source>
      <translation>Monitor</translation>
    </message>
    <message>
      <source>monitor 0.5–40 Hz</source>
      <translation>Monitor 0,5–40 Hz</translation>
    </message>
    <message>
      <source>most alike (Enter compares)</source>
      <translation>am ähnlichsten (Enter vergleicht)</translation>
    </message>
    <message>
      <source>most beats in a row of another shape than the dominant ones</source>
      <translation>die meisten Schläge hintereinander von anderer Form als die dominanten</translation>
    </message>
    <message>
      <source>move caliper</source>
      <translation>Zirkel verschieben</translation>
    </message>
    <message>
      <source>move line</source>
      <translation>Linie verschieben</translation>
    </message>
    <message>
      <source>multi-segment records are not read</source>
      <translation>Aufzeichnungen aus mehreren Abschnitten werden nicht gelesen</translation>
    </message>
    <message>
      <source>muscle, up to 35 Hz</source>
      <translation>Muskelfilter, bis 35 Hz</translation>
    </message>
    <message>
      <source>myocardial infarction</source>
      <translation>Myokardinfarkt</translation>
    </message>
    <message>
      <source>named more than once</source>
      <translation>mehr als einmal genannt</translation>
    </message>
    <message>
      <source>near certain</source>
      <translation>fast sicher</translation>
    </message>
    <message>
      <source>net areas in I, II and III, median beat</source>
      <translation>Nettoflächen in I, II und III, Medianschlag</translation>
    </message>
    <message>
      <source>new amplitude caliper</source>
      <translation>neuer Amplitudenzirkel</translation>
    </message>
    <message>
      <source>new time caliper</source>
      <translation>neuer Zeitzirkel</translation>
    </message>
    <message>
      <source>no</source>
      <translation>nein</translation>
    </message>
    <message>
      <source>no P and no regular RR: aberrant conduction is not ruled out</source>
      <translation>kein P und kein regelmäßiges RR: aberrante Leitung ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>no P is seen in a regular rhythm: flutter waves are not ruled out in QRS</source>
      <translation>in einem regelmäßigen Rhythmus ist kein P zu sehen: Flatterwellen in QRS sind nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>no P is seen in a regular rhythm: flutter waves are not ruled out in ST and T</source>
      <translation>in einem regelmäßigen Rhythmus ist kein P zu sehen: Flatterwellen in ST und T sind nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>no P waves</source>
      <translation>keine P-Wellen</translation>
    </message>
    <message>
      <source>no P waves were found</source>
      <translation>keine P-Wellen gefunden</translation>
    </message>
    <message>
      <source>no RR interval before a beat with QT</source>
      <translation>kein RR-Intervall vor einem Schlag mit QT</translation>
    </message>
    <message>
      <source>no SHA-256</source>
      <translation>kein SHA-256</translation>
    </message>
    <message>
      <source>no beat was delineated</source>
      <translation>kein Schlag wurde vermessen</translation>
    </message>
    <message>
      <source>no beat was found for {length_s:.1f} s from {start_s:.1f} s</source>
      <translation>{length_s:.1f} s lang ab {start_s:.1f} s wurde kein Schlag gefunden</translation>
    </message>
    <message>
      <source>no beat was found for {length_s:.1f} s from {start_s:.1f} s, where an artefact may hide beats</source>
      <translation>{length_s:.1f} s lang ab {start_s:.1f} s wurde kein Schlag gefunden, wo ein Artefakt Schläge verdecken kann</translation>
    </message>
    <message>
      <source>no beat was found for {length_s:.1f} s from {start_s:.1f} s, where nothing changes in the leads</source>
      <translation>{length_s:.1f} s lang ab {start_s:.1f} s wurde kein Schlag gefunden, wo sich in den Ableitungen nichts ändert</translation>
    </message>
    <message>
      <source>no beat was found for {length_s:.1f} s from {start_s:.1f} s, where samples are missing</source>
      <translation>{length_s:.1f} s lang ab {start_s:.1f} s wurde kein Schlag gefunden, wo Abtastwerte fehlen</translation>
    </message>
    <message>
      <source>no date in the file</source>
      <translation>kein Datum in der Datei</translation>
    </message>
    <message>
      <source>no details</source>
      <translation>keine Einzelheiten</translation>
    </message>
    <message>
      <source>no diagnostic statement</source>
      <translation>keine diagnostische Aussage</translation>
    </message>
    <message>
      <source>no display filter</source>
      <translation>kein Anzeigefilter</translation>
    </message>
    <message>
      <source>no formula holds at {rate_bpm:.0f}/min</source>
      <translation>bei {rate_bpm:.0f}/min gilt keine Formel</translation>
    </message>
    <message>
      <source>no heart beat was found</source>
      <translation>es wurde kein Herzschlag gefunden</translation>
    </message>
    <message>
      <source>no hum</source>
      <translation>kein Brummen</translation>
    </message>
    <message>
      <source>no lead can be read</source>
      <translation>keine Ableitung ist lesbar</translation>
    </message>
    <message>
      <source>no leads beyond the twelve in this recording</source>
      <translation>in dieser Aufzeichnung keine Ableitungen über die zwölf hinaus</translation>
    </message>
    <message>
      <source>no mains hum found</source>
      <translation>kein Netzbrummen gefunden</translation>
    </message>
    <message>
      <source>no measured change beyond noise</source>
      <translation>keine gemessene Änderung über dem Rauschen</translation>
    </message>
    <message>
      <source>no model “{name}” is installed; installed: {known}</source>
      <translation>kein Modell {name} ist installiert; installiert: {known}</translation>
    </message>
    <message>
      <source>no number is given as SamplingFrequency</source>
      <translation>als SamplingFrequency ist keine Zahl angegeben</translation>
    </message>
    <message>
      <source>no number is given as {keyword}</source>
      <translation>als {keyword} ist keine Zahl angegeben</translation>
    </message>
    <message>
      <source>no process can be started to read it: {detail}</source>
      <translation>kein Prozess lässt sich starten, um sie zu lesen: {detail}</translation>
    </message>
    <message>
      <source>no regular rhythm to be early in</source>
      <translation>kein regelmäßiger Rhythmus, in dem etwas vorzeitig wäre</translation>
    </message>
    <message>
      <source>no regular waves of the atria stand out between the beats</source>
      <translation>zwischen den Schlägen heben sich keine regelmäßigen Vorhofwellen ab</translation>
    </message>
    <message>
      <source>no scale is given that its samples can have</source>
      <translation>es ist kein Maßstab angegeben, den die Abtastwerte haben können</translation>
    </message>
    <message>
      <source>no second model</source>
      <translation>kein zweites Modell</translation>
    </message>
    <message>
      <source>no two ectopic beats in a row</source>
      <translation>keine zwei ektopen Schläge hintereinander</translation>
    </message>
    <message>
      <source>no unit</source>
      <translation>ohne Einheit</translation>
    </message>
    <message>
      <source>no voltage</source>
      <translation>keine Spannung</translation>
    </message>
    <message>
      <source>no wander</source>
      <translation>ohne Schwankung</translation>
    </message>
    <message>
      <source>no wave</source>
      <translation>keine Welle</translation>
    </message>
    <message>
      <source>no wave of these beats of {lead} could be told</source>
      <translation>keine Welle dieser Schläge von {lead} war zu erkennen</translation>
    </message>
    <message>
      <source>no {hz:g} Hz</source>
      <translation>ohne {hz:g} Hz</translation>
    </message>
    <message>
      <source>no {wave} is {length_ms:.0f} ms long</source>
      <translation>kein {wave} ist {length_ms:.0f} ms lang</translation>
    </message>
    <message>
      <source>no {wave} wave of 0.03 mV</source>
      <translation>keine {wave}-Zacke von 0,03 mV</translation>
    </message>
    <message>
      <source>non-diagnostic T abnormalities</source>
      <translation>unspezifische T-Wellen-Anomalien</translation>
    </message>
    <message>
      <source>non-specific ST changes</source>
      <translation>unspezifische ST-Veränderungen</translation>
    </message>
    <message>
      <source>non-specific ST depression</source>
      <translation>unspezifische ST-Senkung</translation>
    </message>
    <message>
      <source>non-specific ST elevation</source>
      <translation>unspezifische ST-Hebung</translation>
    </message>
    <message>
      <source>non-specific T-wave changes</source>
      <translation>unspezifische T-Wellen-Veränderungen</translation>
    </message>
    <message>
      <source>non-specific intraventricular conduction disturbance (block)</source>
      <translation>unspezifische intraventrikuläre Leitungsstörung (Block)</translation>
    </message>
    <message>
      <source>non-specific ischemic</source>
      <translation>unspezifische Ischämiezeichen</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keiner</translation>
    </message>
    <message>
      <source>none is an ECG lead: {listed}</source>
      <translation>keiner ist eine EKG-Ableitung: {listed}</translation>
    </message>
    <message>
      <source>none is called “file”: no table of results</source>
      <translation>keine heißt „file“: keine Ergebnistabelle</translation>
    </message>
    <message>
      <source>none of {n}</source>
      <translation>keines von {n}</translation>
    </message>
    <message>
      <source>none of {n} can be judged</source>
      <translation>keines von {n} ist zu beurteilen</translation>
    </message>
    <message>
      <source>none of {n}, {open} cannot be judged</source>
      <translation>keines von {n}, {open} nicht zu beurteilen</translation>
    </message>
    <message>
      <source>normal functioning artificial pacemaker</source>
      <translation>regelrecht arbeitender Herzschrittmacher</translation>
    </message>
    <message>
      <source>not a DICOM file</source>
      <translation>keine DICOM-Datei</translation>
    </message>
    <message>
      <source>not a recording in a format that is known; known are {known}</source>
      <translation>keine Aufzeichnung in einem bekannten Format; bekannt sind {known}</translation>
    </message>
    <message>
      <source>not allowed</source>
      <translation>nicht erlaubt</translation>
    </message>
    <message>
      <source>not calibrated</source>
      <translation>nicht kalibriert</translation>
    </message>
    <message>
      <source>not certain: {limit:.3g} {unit} lies within the interval of {part}, {low:.3g} to {high:.3g}</source>
      <translation>nicht sicher: {limit:.3g} {unit} liegt im Intervall von {part}, {low:.3g} bis {high:.3g}</translation>
    </message>
    <message>
      <source>not certain: {limit:g} lies within the interval of the value, {low:.0f} to {high:.0f} {unit}</source>
      <translation>nicht sicher: {limit:g} liegt im Intervall des Wertes, {low:.0f} bis {high:.0f} {unit}</translation>
    </message>
    <message>
      <source>not evaluated in left bundle branch block</source>
      <translation>bei Linksschenkelblock nicht beurteilt</translation>
    </message>
    <message>
      <source>not evaluated in more than {longest_s:.0f} s of beats: the longest and the shortest of so many RR intervals differ in any rhythm</source>
      <translation>nicht beurteilt in mehr als {longest_s:.0f} s von Schlägen: das längste und das kürzeste so vieler RR-Intervalle unterscheiden sich in jedem Rhythmus</translation>
    </message>
    <message>
      <source>not evaluated in paced rhythm</source>
      <translation>bei Schrittmacherrhythmus nicht beurteilt</translation>
    </message>
    <message>
      <source>not evaluated in regular wide-QRS tachycardia without P</source>
      <translation>nicht ausgewertet bei regelmäßiger Tachykardie mit breitem QRS ohne P</translation>
    </message>
    <message>
      <source>not evaluated where voltage criteria of hypertrophy are met</source>
      <translation>nicht beurteilt, wo Voltage-Kriterien der Hypertrophie erfüllt sind</translation>
    </message>
    <message>
      <source>not evaluated: left bundle branch block is not ruled out</source>
      <translation>nicht beurteilt: ein Linksschenkelblock ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>not laid together yet: R peaks are being looked for</source>
      <translation>noch nicht aneinandergelegt: R-Zacken werden gesucht</translation>
    </message>
    <message>
      <source>not laid together: no R peaks were found (A: by time)</source>
      <translation>nicht aneinandergelegt: keine R-Zacken gefunden (A: nach der Zeit)</translation>
    </message>
    <message>
      <source>not met</source>
      <translation>nicht erfüllt</translation>
    </message>
    <message>
      <source>not shown here: {leads}</source>
      <translation>hier nicht gezeigt: {leads}</translation>
    </message>
    <message>
      <source>not stated</source>
      <translation>nicht angegeben</translation>
    </message>
    <message>
      <source>not to scale (screen size unknown)</source>
      <translation>nicht maßstäblich (Bildschirmgröße unbekannt)</translation>
    </message>
    <message>
      <source>not told by the second opinion</source>
      <translation>von der zweiten Meinung nicht angegeben</translation>
    </message>
    <message>
      <source>notch filter</source>
      <translation>Kerbfilter</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>nothing to divide by in {ratio}</source>
      <translation>in {ratio} ist nichts, wodurch zu teilen wäre</translation>
    </message>
    <message>
      <source>number of intervals</source>
      <translation>Zahl der Intervalle</translation>
    </message>
    <message>
      <source>number of leads</source>
      <translation>Zahl der Ableitungen</translation>
    </message>
    <message>
      <source>number of records</source>
      <translation>Zahl der Blöcke</translation>
    </message>
    <message>
      <source>number of samples</source>
      <translation>Zahl der Abtastwerte</translation>
    </message>
    <message>
      <source>number of signals</source>
      <translation>Zahl der Signale</translation>
    </message>
    <message>
      <source>number {number}</source>
      <translation>Nummer {number}</translation>
    </message>
    <message>
      <source>of conducted beats: {n} P waves have no QRS</source>
      <translation>von übergeleiteten Schlägen: {n} P-Wellen haben kein QRS</translation>
    </message>
    <message>
      <source>of paced beats</source>
      <translation>von stimulierten Schlägen</translation>
    </message>
    <message>
      <source>on the next pages: {leads}</source>
      <translation>auf den nächsten Seiten: {leads}</translation>
    </message>
    <message>
      <source>on the pages before: {leads}</source>
      <translation>auf den Seiten davor: {leads}</translation>
    </message>
    <message>
      <source>only {n_beats} heart beats were found, at least {min_beats} are needed</source>
      <translation>nur {n_beats} Herzschläge wurden gefunden, mindestens {min_beats} sind nötig</translation>
    </message>
    <message>
      <source>ours</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>outside the beats</source>
      <translation>außerhalb der Schläge</translation>
    </message>
    <message>
      <source>page {number} of {n}</source>
      <translation>Seite {number} von {n}</translation>
    </message>
    <message>
      <source>patch x lead</source>
      <translation>Abschnitt x Ableitung</translation>
    </message>
    <message>
      <source>path</source>
      <translation>Pfad</translation>
    </message>
    <message>
      <source>patient hidden</source>
      <translation>Patient verborgen</translation>
    </message>
    <message>
      <source>patient not named in the file</source>
      <translation>Patient in der Datei nicht genannt</translation>
    </message>
    <message>
      <source>points</source>
      <translation>Punkte</translation>
    </message>
    <message>
      <source>possible</source>
      <translation>möglich</translation>
    </message>
    <message>
      <source>present</source>
      <translation>vorhanden</translation>
    </message>
    <message>
      <source>print</source>
      <translation>Druck</translation>
    </message>
    <message>
      <source>prolonged PR interval</source>
      <translation>verlängertes PQ-Intervall</translation>
    </message>
    <message>
      <source>put by the reader</source>
      <translation>vom Befunder gesetzt</translation>
    </message>
    <message>
      <source>q in aVL</source>
      <translation>q in aVL</translation>
    </message>
    <message>
      <source>q in {lead}</source>
      <translation>q in {lead}</translation>
    </message>
    <message>
      <source>quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>r {value}</source>
      <translation>r {value}</translation>
    </message>
    <message>
      <source>r {value} at least</source>
      <translation>r mindestens {value}</translation>
    </message>
    <message>
      <source>rSR’ in {lead}</source>
      <translation>rSR’ in {lead}</translation>
    </message>
    <message>
      <source>rank correlation {value}</source>
      <translation>Rangkorrelation {value}</translation>
    </message>
    <message>
      <source>rate A {first}, B {second}</source>
      <translation>Frequenz A {first}, B {second}</translation>
    </message>
    <message>
      <source>rate of the run</source>
      <translation>Frequenz der Reihe</translation>
    </message>
    <message>
      <source>read at different rates; ask one: {names}</source>
      <translation>mit verschiedenen Abtastraten gelesen; fragen Sie eines: {names}</translation>
    </message>
    <message>
      <source>read or unread</source>
      <translation>gelesen oder ungelesen</translation>
    </message>
    <message>
      <source>reader</source>
      <translation>Befunder</translation>
    </message>
    <message>
      <source>reading it took longer than {limit_s:.0f} s and was ended</source>
      <translation>das Lesen dauerte länger als {limit_s:.0f} s und wurde abgebrochen</translation>
    </message>
    <message>
      <source>reading it took too long and was ended</source>
      <translation>das Lesen dauerte zu lange und wurde abgebrochen</translation>
    </message>
    <message>
      <source>reciprocal {leads}</source>
      <translation>reziprok {leads}</translation>
    </message>
    <message>
      <source>recorded at the same time</source>
      <translation>zur gleichen Zeit aufgezeichnet</translation>
    </message>
    <message>
      <source>recording</source>
      <translation>Aufzeichnung</translation>
    </message>
    <message>
      <source>recordings are written as {known}</source>
      <translation>Aufzeichnungen werden geschrieben als {known}</translation>
    </message>
    <message>
      <source>regular waves of the atria instead of P, as in flutter</source>
      <translation>regelmäßige Vorhofwellen statt P, wie bei Flattern</translation>
    </message>
    <message>
      <source>regular waves of the atria, as in flutter, run through QRS</source>
      <translation>regelmäßige Vorhofwellen, wie bei Flattern, laufen durch QRS</translation>
    </message>
    <message>
      <source>regular waves of the atria, as in flutter, run through ST and T</source>
      <translation>regelmäßige Vorhofwellen, wie bei Flattern, laufen durch ST und T</translation>
    </message>
    <message>
      <source>regular waves of the atria, as in flutter, run through T: its end cannot be told</source>
      <translation>regelmäßige Vorhofwellen, wie bei Flattern, laufen durch T: sein Ende ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>remove all calipers</source>
      <translation>alle Zirkel entfernen</translation>
    </message>
    <message>
      <source>remove caliper</source>
      <translation>Zirkel entfernen</translation>
    </message>
    <message>
      <source>resolution</source>
      <translation>Auflösung</translation>
    </message>
    <message>
      <source>resting level removed: {shifts}</source>
      <translation>Ruhepegel abgezogen: {shifts}</translation>
    </message>
    <message>
      <source>results are written as {suffixes}</source>
      <translation>Ergebnisse werden als {suffixes} geschrieben</translation>
    </message>
    <message>
      <source>rhythms differ: one R peak laid on another, B moved by {shift} s (A: by time)</source>
      <translation>verschiedene Rhythmen: eine R-Zacke auf eine andere gelegt, B um {shift} s verschoben (A: nach der Zeit)</translation>
    </message>
    <message>
      <source>right atrial overload/enlargement</source>
      <translation>rechtsatriale Belastung/Vergrößerung</translation>
    </message>
    <message>
      <source>right bundle branch block</source>
      <translation>Rechtsschenkelblock</translation>
    </message>
    <message>
      <source>right bundle branch block is not ruled out</source>
      <translation>Rechtsschenkelblock ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>right ventricular hypertrophy</source>
      <translation>rechtsventrikuläre Hypertrophie</translation>
    </message>
    <message>
      <source>ring: usual where it is true ({n} recordings)</source>
      <translation>Ring: üblich, wo sie zutrifft ({n} Aufzeichnungen)</translation>
    </message>
    <message>
      <source>root</source>
      <translation>Wurzel</translation>
    </message>
    <message>
      <source>root mean square of successive RR differences, dominant beats</source>
      <translation>Effektivwert der Unterschiede aufeinanderfolgender RR-Intervalle, dominante Schläge</translation>
    </message>
    <message>
      <source>row {number}</source>
      <translation>Zeile {number}</translation>
    </message>
    <message>
      <source>same beats</source>
      <translation>gleiche Schläge</translation>
    </message>
    <message>
      <source>samples</source>
      <translation>Abtastwerte</translation>
    </message>
    <message>
      <source>samples coded as {kind} with {bits} bits are not read</source>
      <translation>als {kind} mit {bits} Bits kodierte Abtastwerte werden nicht gelesen</translation>
    </message>
    <message>
      <source>samples coded as “{encoding}” are not read</source>
      <translation>als “{encoding}” kodierte Abtastwerte werden nicht gelesen</translation>
    </message>
    <message>
      <source>samples in {file_name}</source>
      <translation>Abtastwerte in {file_name}</translation>
    </message>
    <message>
      <source>samples of “{size}” bytes are not read</source>
      <translation>Abtastwerte aus „{size}“ Byte werden nicht gelesen</translation>
    </message>
    <message>
      <source>samples stored with {how} are not read</source>
      <translation>Abtastwerte mit {how} werden nicht gelesen</translation>
    </message>
    <message>
      <source>samples written as “{kind}” are not read</source>
      <translation>als „{kind}“ geschriebene Abtastwerte werden nicht gelesen</translation>
    </message>
    <message>
      <source>sampling frequency</source>
      <translation>Abtastrate</translation>
    </message>
    <message>
      <source>schema version “{version}”; read are {versions}</source>
      <translation>Schemaversion “{version}”; gelesen werden {versions}</translation>
    </message>
    <message>
      <source>score {value}</source>
      <translation>Wert {value}</translation>
    </message>
    <message>
      <source>section 0</source>
      <translation>Abschnitt 0</translation>
    </message>
    <message>
      <source>section 7</source>
      <translation>Abschnitt 7</translation>
    </message>
    <message>
      <source>section {number}</source>
      <translation>Abschnitt {number}</translation>
    </message>
    <message>
      <source>septal</source>
      <translation>septal</translation>
    </message>
    <message>
      <source>septal hypertrophy</source>
      <translation>septale Hypertrophie</translation>
    </message>
    <message>
      <source>share of RR intervals between dominant beats within {steady_share_of_rr:.0f} % of their median</source>
      <translation>Anteil der RR-Intervalle zwischen dominanten Schlägen, die höchstens {steady_share_of_rr:.0f} % von ihrem Median abweichen</translation>
    </message>
    <message>
      <source>share of steady RR</source>
      <translation>Anteil gleichmäßiger RR</translation>
    </message>
    <message>
      <source>share of the dominant beats that have a P wave; {method}</source>
      <translation>Anteil der dominanten Schläge mit P-Welle; {method}</translation>
    </message>
    <message>
      <source>signal lines, samples in {name}</source>
      <translation>Signalzeilen, Abtastwerte in {name}</translation>
    </message>
    <message>
      <source>signal offset</source>
      <translation>Signalversatz</translation>
    </message>
    <message>
      <source>signal {number}</source>
      <translation>Signal {number}</translation>
    </message>
    <message>
      <source>single lead {lead}</source>
      <translation>einzelne Ableitung {lead}</translation>
    </message>
    <message>
      <source>sinus arrhythmia</source>
      <translation>Sinusarrhythmie</translation>
    </message>
    <message>
      <source>sinus bradycardia</source>
      <translation>Sinusbradykardie</translation>
    </message>
    <message>
      <source>sinus rhythm</source>
      <translation>Sinusrhythmus</translation>
    </message>
    <message>
      <source>sinus tachycardia</source>
      <translation>Sinustachykardie</translation>
    </message>
    <message>
      <source>slope x activation</source>
      <translation>Steigung x Aktivierung</translation>
    </message>
    <message>
      <source>slopes per {units} do not add up; ask one: {names}</source>
      <translation>Steigungen je {units} lassen sich nicht addieren; fragen Sie eines: {names}</translation>
    </message>
    <message>
      <source>small picture of the trace</source>
      <translation>kleines Bild der Kurve</translation>
    </message>
    <message>
      <source>sought only in recordings of up to {longest_s:.0f} s</source>
      <translation>nur in Aufzeichnungen bis {longest_s:.0f} s gesucht</translation>
    </message>
    <message>
      <source>sought only where RR is irregular and no P belongs to QRS</source>
      <translation>nur gesucht, wo RR unregelmäßig ist und kein P zum QRS gehört</translation>
    </message>
    <message>
      <source>stands for the whole lead</source>
      <translation>steht für die ganze Ableitung</translation>
    </message>
    <message>
      <source>statement</source>
      <translation>Aussage</translation>
    </message>
    <message>
      <source>status {status}</source>
      <translation>Status {status}</translation>
    </message>
    <message>
      <source>stored more than once: {name}; which one is meant is not known</source>
      <translation>mehrfach gespeichert: {name}; welche gemeint ist, ist nicht bekannt</translation>
    </message>
    <message>
      <source>subendocardial injury in anterolateral leads</source>
      <translation>subendokardiale Schädigung in anterolateralen Ableitungen</translation>
    </message>
    <message>
      <source>subendocardial injury in anteroseptal leads</source>
      <translation>subendokardiale Schädigung in anteroseptalen Ableitungen</translation>
    </message>
    <message>
      <source>supported</source>
      <translation>gestützt</translation>
    </message>
    <message>
      <source>supraventricular arrhythmia</source>
      <translation>supraventrikuläre Arrhythmie</translation>
    </message>
    <message>
      <source>supraventricular tachycardia</source>
      <translation>supraventrikuläre Tachykardie</translation>
    </message>
    <message>
      <source>the .json file beside it</source>
      <translation>die .json-Datei daneben</translation>
    </message>
    <message>
      <source>the Base64 text is damaged or cut short ({error})</source>
      <translation>der Base64-Text ist beschädigt oder abgeschnitten ({error})</translation>
    </message>
    <message>
      <source>the DICOM structure is damaged ({name})</source>
      <translation>die DICOM-Struktur ist beschädigt ({name})</translation>
    </message>
    <message>
      <source>the FLAC stream does not say how many samples it has</source>
      <translation>der FLAC-Strom sagt nicht, wie viele Abtastwerte er hat</translation>
    </message>
    <message>
      <source>the FLAC stream ends after {start}</source>
      <translation>der FLAC-Strom endet nach {start}</translation>
    </message>
    <message>
      <source>the FLAC stream has {bits} bits per sample, format {format} has {flac_bits}</source>
      <translation>der FLAC-Strom hat {bits} Bits je Abtastwert, das Format {format} hat {flac_bits}</translation>
    </message>
    <message>
      <source>the FLAC stream has {n_channels} channels and the header {n_signals} signals</source>
      <translation>der FLAC-Strom hat {n_channels} Kanäle und der Kopf {n_signals} Signale</translation>
    </message>
    <message>
      <source>the FLAC stream is damaged ({detail})</source>
      <translation>der FLAC-Strom ist beschädigt ({detail})</translation>
    </message>
    <message>
      <source>the J point is not known, or ST is cut off</source>
      <translation>der J-Punkt ist nicht bekannt, oder ST ist abgeschnitten</translation>
    </message>
    <message>
      <source>the J point was not measured in two contiguous leads</source>
      <translation>der J-Punkt wurde nicht in zwei benachbarten Ableitungen gemessen</translation>
    </message>
    <message>
      <source>the ST-T part needs to know of digitalis and is not counted</source>
      <translation>für den Teil ST-T müsste Digitalis bekannt sein; er wird nicht gezählt</translation>
    </message>
    <message>
      <source>the XML is damaged (undefined entity)</source>
      <translation>das XML ist beschädigt (unbekannte Entität)</translation>
    </message>
    <message>
      <source>the XML is damaged (unknown encoding)</source>
      <translation>das XML ist beschädigt (unbekannte Kodierung)</translation>
    </message>
    <message>
      <source>the XML is damaged ({words})</source>
      <translation>das XML ist beschädigt ({words})</translation>
    </message>
    <message>
      <source>the annotations in the file are not shown</source>
      <translation>die Anmerkungen in der Datei werden nicht gezeigt</translation>
    </message>
    <message>
      <source>the baseline {baseline} is out of range</source>
      <translation>die Grundlinie {baseline} liegt außerhalb des Möglichen</translation>
    </message>
    <message>
      <source>the beats whose QT was measured</source>
      <translation>den Schlägen, deren QT gemessen wurde</translation>
    </message>
    <message>
      <source>the block of channel {n_blocks}</source>
      <translation>der Block des Kanals {n_blocks}</translation>
    </message>
    <message>
      <source>the calibration pulse at its end ({left_out_s:.3g} s) is left out</source>
      <translation>der Eichimpuls an seinem Ende ({left_out_s:.3g} s) ist weggelassen</translation>
    </message>
    <message>
      <source>the code {code} stands where it means nothing yet</source>
      <translation>der Kode {code} steht, wo er noch nichts bedeutet</translation>
    </message>
    <message>
      <source>the delineator found no end of T</source>
      <translation>das Netz fand kein Ende von T</translation>
    </message>
    <message>
      <source>the delineator is not sure of P: its ends cannot be told</source>
      <translation>das Netz ist sich der P-Welle nicht sicher: ihre Enden sind nicht zu bestimmen</translation>
    </message>
    <message>
      <source>the dominant beats</source>
      <translation>den dominanten Schlägen</translation>
    </message>
    <message>
      <source>the file became shorter while it was read</source>
      <translation>die Datei wurde kürzer, während sie gelesen wurde</translation>
    </message>
    <message>
      <source>the file claims {claimed} bytes and holds {n_data}: it is cut short or damaged</source>
      <translation>die Datei kündigt {claimed} Byte an und enthält {n_data}: Sie ist abgeschnitten oder beschädigt</translation>
    </message>
    <message>
      <source>the file contradicts itself: {facts} and {other}</source>
      <translation>die Datei widerspricht sich: {facts} und {other}</translation>
    </message>
    <message>
      <source>the file contradicts itself: {fs:g} and {timed:g}</source>
      <translation>die Datei widerspricht sich: {fs:g} und {timed:g}</translation>
    </message>
    <message>
      <source>the file contradicts itself: {listed}</source>
      <translation>die Datei widerspricht sich: {listed}</translation>
    </message>
    <message>
      <source>the file does not say by which formula</source>
      <translation>die Datei sagt nicht, nach welcher Formel</translation>
    </message>
    <message>
      <source>the file does not say which leads it holds</source>
      <translation>Die Datei sagt nicht, welche Ableitungen sie enthält</translation>
    </message>
    <message>
      <source>the file does not state it; write “# fs_hz = 500” as its first line, call the column of times “time_s”, or put “fs_hz”: 500 into a file of the same name that ends in .json</source>
      <translation>die Datei gibt sie nicht an; schreiben Sie „# fs_hz = 500“ in ihre erste Zeile, nennen Sie die Spalte der Zeiten „time_s“, oder schreiben Sie "fs_hz": 500 in eine Datei desselben Namens mit der Endung .json</translation>
    </message>
    <message>
      <source>the file does not state it; write “# unit = mV” as its first line, call a column “I [mV]”, or put “unit”: “mV” into a file of the same name that ends in .json</source>
      <translation>die Datei gibt sie nicht an; schreiben Sie „# unit = mV“ in ihre erste Zeile, nennen Sie eine Spalte „I [mV]“, oder schreiben Sie "unit": "mV" in eine Datei desselben Namens mit der Endung .json</translation>
    </message>
    <message>
      <source>the file ends before them</source>
      <translation>die Datei endet vor ihnen</translation>
    </message>
    <message>
      <source>the file ends within it</source>
      <translation>die Datei endet darin</translation>
    </message>
    <message>
      <source>the file holds only samples; its header {stem}.hea is not beside it. If the header has another name, open the header</source>
      <translation>die Datei enthält nur Abtastwerte; ihr Kopf {stem}.hea liegt nicht daneben. Heißt der Kopf anders, öffnen Sie den Kopf</translation>
    </message>
    <message>
      <source>the file is damaged or not understood ({kind}: {detail})</source>
      <translation>die Datei ist beschädigt oder nicht zu verstehen ({kind}: {detail})</translation>
    </message>
    <message>
      <source>the file is empty</source>
      <translation>Die Datei ist leer</translation>
    </message>
    <message>
      <source>the file is larger than {max_bytes:g} MB</source>
      <translation>die Datei ist größer als {max_bytes:g} MB</translation>
    </message>
    <message>
      <source>the file says that the patient has a pacemaker</source>
      <translation>die Datei sagt, dass der Patient einen Schrittmacher hat</translation>
    </message>
    <message>
      <source>the file says {said}, while {given} is stated</source>
      <translation>die Datei sagt {said}, angegeben ist {given}</translation>
    </message>
    <message>
      <source>the file was changed while it was read; open it again</source>
      <translation>die Datei wurde beim Lesen geändert; öffnen Sie sie erneut</translation>
    </message>
    <message>
      <source>the file's unit is not a voltage</source>
      <translation>die Einheit der Datei ist keine Spannung</translation>
    </message>
    <message>
      <source>the first row names no leads; write a row of {n_columns} names above the numbers, or put “columns” with as many into a file of the same name that ends in .json</source>
      <translation>die erste Zeile nennt keine Ableitungen; schreiben Sie eine Zeile mit {n_columns} Namen über die Zahlen, oder "columns" mit ebenso vielen in eine Datei desselben Namens mit der Endung .json</translation>
    </message>
    <message>
      <source>the gain field “{field}” is not a number</source>
      <translation>das Verstärkungsfeld “{field}” ist keine Zahl</translation>
    </message>
    <message>
      <source>the heart rate is not known</source>
      <translation>die Herzfrequenz ist nicht bekannt</translation>
    </message>
    <message>
      <source>the kinds of beats are not known</source>
      <translation>die Arten der Schläge sind nicht bekannt</translation>
    </message>
    <message>
      <source>the last {n_filled} samples repeat the one before</source>
      <translation>die letzten {n_filled} Abtastwerte wiederholen den davor</translation>
    </message>
    <message>
      <source>the lead cannot be read</source>
      <translation>die Ableitung ist nicht lesbar</translation>
    </message>
    <message>
      <source>the lead holds nothing</source>
      <translation>die Ableitung ist leer</translation>
    </message>
    <message>
      <source>the lead was not measured</source>
      <translation>die Ableitung wurde nicht gemessen</translation>
    </message>
    <message>
      <source>the leads have no common scale</source>
      <translation>die Ableitungen haben keine gemeinsame Skala</translation>
    </message>
    <message>
      <source>the length of P differs from beat to beat (SD {sd_ms:.0f} ms)</source>
      <translation>die Länge von P wechselt von Schlag zu Schlag (SD {sd_ms:.0f} ms)</translation>
    </message>
    <message>
      <source>the length of QRS differs from beat to beat (SD {sd_ms:.0f} ms)</source>
      <translation>die Länge von QRS wechselt von Schlag zu Schlag (SD {sd_ms:.0f} ms)</translation>
    </message>
    <message>
      <source>the network reads the twelve standard leads; this recording has no {missing}</source>
      <translation>das Netz liest die zwölf Standardableitungen; dieser Aufzeichnung fehlt {missing}</translation>
    </message>
    <message>
      <source>the number of signals is missing</source>
      <translation>die Zahl der Signale fehlt</translation>
    </message>
    <message>
      <source>the printer does not take the pages</source>
      <translation>der Drucker nimmt die Seiten nicht an</translation>
    </message>
    <message>
      <source>the recording goes on after this page</source>
      <translation>die Aufzeichnung geht nach dieser Seite weiter</translation>
    </message>
    <message>
      <source>the recording has no unit, which each format states</source>
      <translation>die Aufzeichnung hat keine Einheit, die jedes Format angibt</translation>
    </message>
    <message>
      <source>the recording has too many samples to be held in memory</source>
      <translation>die Aufzeichnung hat zu viele Abtastwerte, um in den Speicher zu passen</translation>
    </message>
    <message>
      <source>the recording is too large for this computer's memory</source>
      <translation>Die Aufzeichnung ist zu groß für den Speicher dieses Rechners</translation>
    </message>
    <message>
      <source>the recording is too long to be converted as a whole</source>
      <translation>die Aufzeichnung ist zu lang, um als Ganzes umgewandelt zu werden</translation>
    </message>
    <message>
      <source>the recording lasts {duration_s:.0f} s; the network reads at most {max_duration_s:.0f} s</source>
      <translation>die Aufzeichnung dauert {duration_s:.0f} s; das Netz liest höchstens {max_duration_s:.0f} s</translation>
    </message>
    <message>
      <source>the records overlap after {after_s:g} s (EDF+D)</source>
      <translation>die Datensätze überlappen sich nach {after_s:g} s (EDF+D)</translation>
    </message>
    <message>
      <source>the rule agrees</source>
      <translation>die Regel stimmt zu</translation>
    </message>
    <message>
      <source>the rule does not</source>
      <translation>die Regel nicht</translation>
    </message>
    <message>
      <source>the rule is open</source>
      <translation>die Regel ist offen</translation>
    </message>
    <message>
      <source>the same beats in every column</source>
      <translation>gleiche Schläge in jeder Spalte</translation>
    </message>
    <message>
      <source>the sample format is missing</source>
      <translation>das Abtastformat fehlt</translation>
    </message>
    <message>
      <source>the sample format “{text}” is not possible</source>
      <translation>das Abtastformat “{text}” ist nicht möglich</translation>
    </message>
    <message>
      <source>the sample format “{text}” is unknown</source>
      <translation>das Abtastformat “{text}” ist unbekannt</translation>
    </message>
    <message>
      <source>the section ends within it</source>
      <translation>der Abschnitt endet darin</translation>
    </message>
    <message>
      <source>the signal holds infinite values</source>
      <translation>das Signal enthält unendliche Werte</translation>
    </message>
    <message>
      <source>the signals in {name} have different sample formats</source>
      <translation>die Signale in {name} haben verschiedene Abtastformate</translation>
    </message>
    <message>
      <source>the steepest tangent after T’s peak meets the baseline</source>
      <translation>die steilste Tangente nach dem Gipfel von T die Grundlinie trifft</translation>
    </message>
    <message>
      <source>the two papers do not stand side by side here</source>
      <translation>die beiden Papiere stehen hier nicht auf gleicher Höhe</translation>
    </message>
    <message>
      <source>the usual size of a lead</source>
      <translation>die übliche Größe einer Ableitung</translation>
    </message>
    <message>
      <source>the wave is not wholly within the median beat</source>
      <translation>die Welle liegt nicht ganz im Medianschlag</translation>
    </message>
    <message>
      <source>the waves were not delineated</source>
      <translation>die Wellen wurden nicht vermessen</translation>
    </message>
    <message>
      <source>the wide QRS lengthens QT: see JT</source>
      <translation>das breite QRS verlängert QT: siehe JT</translation>
    </message>
    <message>
      <source>the {what} is given as “{text}”</source>
      <translation>{what}: angegeben ist “{text}”</translation>
    </message>
    <message>
      <source>there are more than {max_blocks} channels</source>
      <translation>es gibt mehr als {max_blocks} Kanäle</translation>
    </message>
    <message>
      <source>there are more than {max_elements} elements</source>
      <translation>es gibt mehr als {max_elements} Elemente</translation>
    </message>
    <message>
      <source>there are more than {max_samples} per lead</source>
      <translation>es gibt mehr als {max_samples} je Ableitung</translation>
    </message>
    <message>
      <source>there are none</source>
      <translation>es gibt keine</translation>
    </message>
    <message>
      <source>there are {n_cells}; {max_columns} can be read</source>
      <translation>es sind {n_cells}; {max_columns} können gelesen werden</translation>
    </message>
    <message>
      <source>there is a calibration pulse and no ECG</source>
      <translation>es gibt einen Eichimpuls, aber kein EKG</translation>
    </message>
    <message>
      <source>there is more than one set</source>
      <translation>es gibt mehr als einen Satz</translation>
    </message>
    <message>
      <source>there is no R wave</source>
      <translation>es gibt keine R-Zacke</translation>
    </message>
    <message>
      <source>there is no column {name}</source>
      <translation>es gibt keine Spalte {name}</translation>
    </message>
    <message>
      <source>there is no median beat with QRS limits</source>
      <translation>es gibt keinen Medianschlag mit QRS-Grenzen</translation>
    </message>
    <message>
      <source>there is no original ECG, only median or derived beats</source>
      <translation>Es gibt kein Original-EKG, nur Median- oder abgeleitete Schläge</translation>
    </message>
    <message>
      <source>there is no record line in it</source>
      <translation>es steht keine Record-Zeile darin</translation>
    </message>
    <message>
      <source>there is no such file</source>
      <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
      <source>there is none</source>
      <translation>es gibt keine</translation>
    </message>
    <message>
      <source>there is only the full disclosure of an exercise test, not read</source>
      <translation>es gibt nur die vollständige Aufzeichnung eines Belastungstests, die nicht gelesen wird</translation>
    </message>
    <message>
      <source>these are also the voltages of {blocks}</source>
      <translation>das sind auch die Spannungen bei {blocks}</translation>
    </message>
    <message>
      <source>they are claimed to begin at byte {samples_at} of {size}</source>
      <translation>sie sollen bei Byte {samples_at} von {size} beginnen</translation>
    </message>
    <message>
      <source>they are not all whole numbers of 16 bits ({error})</source>
      <translation>sie sind nicht alle ganze Zahlen mit 16 Bits ({error})</translation>
    </message>
    <message>
      <source>they cannot be decoded ({name}: {error})</source>
      <translation>sie lassen sich nicht dekodieren ({name}: {error})</translation>
    </message>
    <message>
      <source>this DICOM file holds no waveform (its kind: {kind})</source>
      <translation>diese DICOM-Datei enthält keine Kurven (ihre Art: {kind})</translation>
    </message>
    <message>
      <source>this installation carries no example ECG</source>
      <translation>dieser Installation liegt kein Beispiel-EKG bei</translation>
    </message>
    <message>
      <source>this is a folder; name a file in it</source>
      <translation>Dies ist ein Ordner; bitte eine Datei darin nennen</translation>
    </message>
    <message>
      <source>this is no FLAC file, or only the beginning of one</source>
      <translation>dies ist keine FLAC-Datei, oder nur der Anfang einer solchen</translation>
    </message>
    <message>
      <source>this is not an ordinary file</source>
      <translation>Dies ist keine gewöhnliche Datei</translation>
    </message>
    <message>
      <source>this recording has no {lead}</source>
      <translation>diese Aufzeichnung hat kein {lead}</translation>
    </message>
    <message>
      <source>this would be {n} pages; at most {most} are written</source>
      <translation>Das wären {n} Seiten; höchstens {most} werden geschrieben</translation>
    </message>
    <message>
      <source>through noise in all leads</source>
      <translation>durch Rauschen in allen Ableitungen</translation>
    </message>
    <message>
      <source>through noise only {n_alike} of {n_beats} beats look alike</source>
      <translation>im Rauschen sehen nur {n_alike} von {n_beats} Schlägen gleich aus</translation>
    </message>
    <message>
      <source>time between them unknown</source>
      <translation>Zeitabstand unbekannt</translation>
    </message>
    <message>
      <source>time in ms</source>
      <translation>Zeit in ms</translation>
    </message>
    <message>
      <source>time in s</source>
      <translation>Zeit in s</translation>
    </message>
    <message>
      <source>time zone UTC+{hours:02}{rest:02}</source>
      <translation>Zeitzone UTC+{hours:02}{rest:02}</translation>
    </message>
    <message>
      <source>time zone UTC-{hours:02}{rest:02}</source>
      <translation>Zeitzone UTC-{hours:02}{rest:02}</translation>
    </message>
    <message>
      <source>time zone UTC{zone}</source>
      <translation>Zeitzone UTC{zone}</translation>
    </message>
    <message>
      <source>too few RR intervals</source>
      <translation>zu wenige RR-Intervalle</translation>
    </message>
    <message>
      <source>too few beats or leads to tell waves of the atria</source>
      <translation>zu wenige Schläge oder Ableitungen, um Vorhofwellen zu erkennen</translation>
    </message>
    <message>
      <source>too few whole beats</source>
      <translation>zu wenige ganze Schläge</translation>
    </message>
    <message>
      <source>too large to be a WFDB header</source>
      <translation>zu groß für einen WFDB-Kopf</translation>
    </message>
    <message>
      <source>too many leads without signal: {dead}</source>
      <translation>zu viele Ableitungen ohne Signal: {dead}</translation>
    </message>
    <message>
      <source>true size when printed at 100 %</source>
      <translation>wahre Größe beim Druck mit 100 %</translation>
    </message>
    <message>
      <source>true to scale</source>
      <translation>maßstäblich</translation>
    </message>
    <message>
      <source>two codes begin alike</source>
      <translation>zwei Codes beginnen gleich</translation>
    </message>
    <message>
      <source>unknown code after {n_values} samples</source>
      <translation>unbekannter Code nach {n_values} Abtastwerten</translation>
    </message>
    <message>
      <source>unsigned </source>
      <translation>vorzeichenlose </translation>
    </message>
    <message>
      <source>unusable</source>
      <translation>unbrauchbar</translation>
    </message>
    <message>
      <source>up</source>
      <translation>nach oben</translation>
    </message>
    <message>
      <source>usable</source>
      <translation>brauchbar</translation>
    </message>
    <message>
      <source>ventricular premature complex</source>
      <translation>ventrikuläre Extrasystole</translation>
    </message>
    <message>
      <source>ventricular tachycardia is not ruled out</source>
      <translation>eine ventrikuläre Tachykardie ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>voltage</source>
      <translation>Voltage</translation>
    </message>
    <message>
      <source>voltage criteria (QRS) for left ventricular hypertrophy</source>
      <translation>Voltage-Kriterien (QRS) für linksventrikuläre Hypertrophie</translation>
    </message>
    <message>
      <source>waveform</source>
      <translation>Kurve</translation>
    </message>
    <message>
      <source>waveform group {number}</source>
      <translation>Kurvengruppe {number}</translation>
    </message>
    <message>
      <source>waves of one rate are alike in all chest leads, as those of a tremor are</source>
      <translation>Wellen einer Frequenz sind in allen Brustwandableitungen gleich, wie bei einem Tremor</translation>
    </message>
    <message>
      <source>weak</source>
      <translation>schwach</translation>
    </message>
    <message>
      <source>weight</source>
      <translation>Gewicht</translation>
    </message>
    <message>
      <source>what if</source>
      <translation>was wäre wenn</translation>
    </message>
    <message>
      <source>what is depressed is upsloping</source>
      <translation>was gesenkt ist, verläuft aszendierend</translation>
    </message>
    <message>
      <source>what is used</source>
      <translation>was genutzt wird</translation>
    </message>
    <message>
      <source>what tells exchanged electrodes is not installed</source>
      <translation>was vertauschte Elektroden erkennt, ist nicht installiert</translation>
    </message>
    <message>
      <source>what the mask allows</source>
      <translation>was die Maske erlaubt</translation>
    </message>
    <message>
      <source>where R and S are equal, between chest leads, 1 for V1 to 6 for V6</source>
      <translation>wo R und S gleich sind, zwischen Brustwandableitungen, 1 für V1 bis 6 für V6</translation>
    </message>
    <message>
      <source>whole file</source>
      <translation>ganze Datei</translation>
    </message>
    <message>
      <source>with reservation</source>
      <translation>mit Vorbehalt</translation>
    </message>
    <message>
      <source>with reservations: {criteria}</source>
      <translation>mit Vorbehalt: {criteria}</translation>
    </message>
    <message>
      <source>within noise (up to {limit})</source>
      <translation>im Rauschen (bis {limit})</translation>
    </message>
    <message>
      <source>within the lead {n} %</source>
      <translation>in der Ableitung {n} %</translation>
    </message>
    <message>
      <source>without V1 to V3, where right bundle branch block depresses ST</source>
      <translation>ohne V1 bis V3, wo ein Rechtsschenkelblock ST senkt</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <source>you are not permitted to read it</source>
      <translation>Sie darf nicht gelesen werden</translation>
    </message>
    <message>
      <source>zoom {percent:.0f} %</source>
      <translation>Zoom {percent:.0f} %</translation>
    </message>
    <message>
      <source>{above} of {all} state it</source>
      <translation>{above} von {all} sagen es aus</translation>
    </message>
    <message>
      <source>{absent} cannot be computed from I and II: the leads have no common scale.</source>
      <translation>{absent} lassen sich nicht aus I und II berechnen: Die Ableitungen haben keine gemeinsame Skala.</translation>
    </message>
    <message>
      <source>{a} and {b}</source>
      <translation>{a} und {b}</translation>
    </message>
    <message>
      <source>{bits} bit</source>
      <translation>{bits} bit</translation>
    </message>
    <message>
      <source>{claimed:g} are announced and {n_labels} named</source>
      <translation>angekündigt sind {claimed:g}, benannt {n_labels}</translation>
    </message>
    <message>
      <source>{command} (not now)</source>
      <translation>{command} (jetzt nicht)</translation>
    </message>
    <message>
      <source>{contribution} ± {error} logit (standard error)</source>
      <translation>{contribution} ± {error} Logit (Standardfehler)</translation>
    </message>
    <message>
      <source>{delineator}, 2nd earliest onset and 2nd latest offset of the leads{sampling}</source>
      <translation>{delineator}, zweitfrühester Beginn und zweitspätestes Ende der Ableitungen{sampling}</translation>
    </message>
    <message>
      <source>{derived} is stored as a difference from I and II, one is missing</source>
      <translation>{derived} ist als Differenz zu I und II gespeichert, eine davon fehlt</translation>
    </message>
    <message>
      <source>{duration:.2f} s, {n} samples</source>
      <translation>{duration:.2f} s, {n} Abtastwerte</translation>
    </message>
    <message>
      <source>{fault} at worst; in {n} of {n_stretches} stretches</source>
      <translation>Im schlimmsten Abschnitt: {fault}; so in {n} von {n_stretches} Abschnitten</translation>
    </message>
    <message>
      <source>{file} holds {available} samples per lead, of which the header claims only {n_frames}; the others are not shown.</source>
      <translation>{file} enthält {available} Abtastwerte je Ableitung, von denen der Kopf nur {n_frames} angibt; die übrigen werden nicht gezeigt.</translation>
    </message>
    <message>
      <source>{folder}: card and weights do not fit: {error}</source>
      <translation>{folder}: Karte und Gewichte passen nicht zusammen: {error}</translation>
    </message>
    <message>
      <source>{folder}: the logits of probe {name} differ by {worst:.4f} from the card's; weights, preprocessing or libraries have changed</source>
      <translation>{folder}: Die Logits der Probe {name} weichen um {worst:.4f} von denen der Karte ab; Gewichte, Vorverarbeitung oder Bibliotheken haben sich geändert</translation>
    </message>
    <message>
      <source>{folder}: these are not the weights that the card describes</source>
      <translation>{folder}: das sind nicht die Gewichte, die die Karte beschreibt</translation>
    </message>
    <message>
      <source>{folder}: {n_logits} logits of probe {name}, {n} outputs</source>
      <translation>{folder}: {n_logits} Logits der Probe {name}, {n} Ausgänge</translation>
    </message>
    <message>
      <source>{format}, de-identified</source>
      <translation>{format}, ohne Patientendaten</translation>
    </message>
    <message>
      <source>{formula} overcorrects at {rate_bpm:.0f}/min</source>
      <translation>{formula} korrigiert bei {rate_bpm:.0f}/min zu stark</translation>
    </message>
    <message>
      <source>{formula} undercorrects at {rate_bpm:.0f}/min</source>
      <translation>{formula} korrigiert bei {rate_bpm:.0f}/min zu schwach</translation>
    </message>
    <message>
      <source>{formula}, QT {method}</source>
      <translation>{formula}, QT {method}</translation>
    </message>
    <message>
      <source>{formula}, RR {rr:.0f} ms</source>
      <translation>{formula}, RR {rr:.0f} ms</translation>
    </message>
    <message>
      <source>{formula}, following RR {rr:.0f} ms</source>
      <translation>{formula}, folgendes RR {rr:.0f} ms</translation>
    </message>
    <message>
      <source>{fs:g} Hz</source>
      <translation>{fs:g} Hz</translation>
    </message>
    <message>
      <source>{given}; {min_fs:g} to {max_fs:g} Hz are possible for an ECG</source>
      <translation>{given}; möglich sind für ein EKG {min_fs:g} bis {max_fs:g} Hz</translation>
    </message>
    <message>
      <source>{hz:g} Hz hum found and subtracted (most in {lead}: {size} {unit})</source>
      <translation>{hz:g}-Hz-Brummen gefunden und abgezogen (am meisten in {lead}: {size} {unit})</translation>
    </message>
    <message>
      <source>{hz:g} Hz hum subtracted (less than {size:g} mV)</source>
      <translation>{hz:g}-Hz-Brummen abgezogen (unter {size:g} mV)</translation>
    </message>
    <message>
      <source>{hz:g} Hz hum subtracted (most in {lead}: {size} {unit})</source>
      <translation>{hz:g}-Hz-Brummen abgezogen (am meisten in {lead}: {size} {unit})</translation>
    </message>
    <message>
      <source>{keyword} is given as {value:g}</source>
      <translation>{keyword} ist angegeben als {value:g}</translation>
    </message>
    <message>
      <source>{kind} and cannot be made anew ({name}).</source>
      <translation>{kind} und lässt sich nicht neu anlegen ({name}).</translation>
    </message>
    <message>
      <source>{kind} and was made anew: marks of what was read are lost.</source>
      <translation>{kind} und wurde neu angelegt: Die Vermerke, was gelesen wurde, sind verloren.</translation>
    </message>
    <message>
      <source>{lead} alone</source>
      <translation>{lead} allein</translation>
    </message>
    <message>
      <source>{lead} cls</source>
      <translation>{lead} cls</translation>
    </message>
    <message>
      <source>{lead} in {unit}</source>
      <translation>{lead} in {unit}</translation>
    </message>
    <message>
      <source>{lead} is nearly flat: its QRS complex has {percent:.0f}% of the height of the largest one in I, II and III</source>
      <translation>{lead} ist fast flach: Der QRS-Komplex hat {percent:.0f} der Höhe des größten in I, II und III</translation>
    </message>
    <message>
      <source>{lead} is not drawn at {time:.2f} s in this layout; the beat is marked in the lowest row that shows it. 12×1 (key 2) shows every beat of a lead.</source>
      <translation>{lead} ist in dieser Anordnung bei {time:.2f} s nicht gezeichnet; der Schlag ist in der untersten Zeile markiert, die ihn zeigt. 12×1 (Taste 2) zeigt jeden Schlag einer Ableitung.</translation>
    </message>
    <message>
      <source>{lead} marked on the paper</source>
      <translation>{lead} auf dem Papier markieren</translation>
    </message>
    <message>
      <source>{lead} muted</source>
      <translation>{lead} stumm</translation>
    </message>
    <message>
      <source>{lead}, all of it (cls)</source>
      <translation>{lead}, ganz (cls)</translation>
    </message>
    <message>
      <source>{lead}, beat {number}</source>
      <translation>{lead}, Schlag {number}</translation>
    </message>
    <message>
      <source>{lead}, beat {number} at {time:.2f} s: {said} logit</source>
      <translation>{lead}, Schlag {number} bei {time:.2f} s: {said} Logit</translation>
    </message>
    <message>
      <source>{lead}: the first {seconds:.1f} s, from {low:.2f} to {high:.2f} mV; 25 mm/s, 10 mm/mV</source>
      <translation>{lead}: die ersten {seconds:.1f} s, von {low:.2f} bis {high:.2f} mV; 25 mm/s, 10 mm/mV</translation>
    </message>
    <message>
      <source>{lead}: {why}</source>
      <translation>{lead}: {why}</translation>
    </message>
    <message>
      <source>{line}: not found. An arrow key puts it in its usual place.</source>
      <translation>{line}: nicht gefunden. Eine Pfeiltaste setzt sie an die übliche Stelle.</translation>
    </message>
    <message>
      <source>{line}: {place} ms from R, {who}</source>
      <translation>{line}: {place} ms von R, {who}</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} bis {high}</translation>
    </message>
    <message>
      <source>{model} abstains: {reason}</source>
      <translation>{model} enthält sich: {reason}</translation>
    </message>
    <message>
      <source>{model} cannot be used: {reason}</source>
      <translation>{model} ist nicht verwendbar: {reason}</translation>
    </message>
    <message>
      <source>{model} has no attention; of an ensemble, look at a member</source>
      <translation>{model} hat keine Aufmerksamkeit; bei einem Ensemble ein Mitglied ansehen</translation>
    </message>
    <message>
      <source>{model} has no convolutional layer</source>
      <translation>{model} hat keine Faltungsschicht</translation>
    </message>
    <message>
      <source>{model} has no statement {code}</source>
      <translation>{model} kennt keine Aussage {code}</translation>
    </message>
    <message>
      <source>{model} reads no signal that can be differentiated; Owen values explain it</source>
      <translation>{model} liest kein Signal, nach dem sich ableiten lässt; Owen-Werte erklären es</translation>
    </message>
    <message>
      <source>{model}, layer {layer}, head {head}</source>
      <translation>{model}, Schicht {layer}, Kopf {head}</translation>
    </message>
    <message>
      <source>{model}: its Owen values for {code} are still being computed.</source>
      <translation>{model}: seine Owen-Werte für {code} werden noch berechnet.</translation>
    </message>
    <message>
      <source>{model}: no statement to compare it with.</source>
      <translation>{model}: keine Aussage, mit der sie zu vergleichen wäre.</translation>
    </message>
    <message>
      <source>{model}: this map agrees with its Owen values for {code} by r = {r}, by rank over leads and beats of this ECG.</source>
      <translation>{model}: diese Karte stimmt mit seinen Owen-Werten für {code} zu r = {r} überein, nach Rang über Ableitungen und Schläge dieses EKGs.</translation>
    </message>
    <message>
      <source>{model}: too few beats to compare it with Owen values.</source>
      <translation>{model}: zu wenige Schläge, um sie mit Owen-Werten zu vergleichen.</translation>
    </message>
    <message>
      <source>{ms:.0f} ms</source>
      <translation>{ms:.0f} ms</translation>
    </message>
    <message>
      <source>{ms} ms after the J point</source>
      <translation>{ms} ms nach dem J-Punkt</translation>
    </message>
    <message>
      <source>{n:.0f} days</source>
      <translation>{n:.0f} Tage</translation>
    </message>
    <message>
      <source>{n:.0f} h</source>
      <translation>{n:.0f} Std.</translation>
    </message>
    <message>
      <source>{n:.0f} min</source>
      <translation>{n:.0f} Min.</translation>
    </message>
    <message>
      <source>{n:.0f} months</source>
      <translation>{n:.0f} Monate</translation>
    </message>
    <message>
      <source>{n:.0f} s</source>
      <translation>{n:.0f} Sek.</translation>
    </message>
    <message>
      <source>{n:.1f} years</source>
      <translation>{n:.1f} Jahre</translation>
    </message>
    <message>
      <source>{n_bytes} bytes are left over</source>
      <translation>{n_bytes} Byte bleiben übrig</translation>
    </message>
    <message>
      <source>{n_cells} values, while there are {n_columns} columns</source>
      <translation>{n_cells} Werte, während es {n_columns} Spalten gibt</translation>
    </message>
    <message>
      <source>{n_content} of {n_signals} announced signals are listed</source>
      <translation>{n_content} von {n_signals} angekündigten Signalen sind aufgeführt</translation>
    </message>
    <message>
      <source>{n_data} bytes are no 16-bit samples</source>
      <translation>{n_data} Bytes sind keine 16-Bit-Abtastwerte</translation>
    </message>
    <message>
      <source>{n_data} bytes cannot hold {n_samples} samples</source>
      <translation>{n_data} Byte können keine {n_samples} Abtastwerte enthalten</translation>
    </message>
    <message>
      <source>{n_flat} samples do not make {n_named} leads of one length</source>
      <translation>{n_flat} Abtastwerte ergeben keine {n_named} Ableitungen von einer Länge</translation>
    </message>
    <message>
      <source>{n_frames:.1f} hours in sample format {formats} are {n_samples:.0f} million samples, which are decoded as a whole; more than {max_decoded_samples:g} million might not fit into memory. Converted to format 16, one sample per frame and no skew, the record opens at any length</source>
      <translation>{n_frames:.1f} Stunden im Abtastformat {formats} sind {n_samples:.0f} Millionen Abtastwerte, die im Ganzen dekodiert werden; mehr als {max_decoded_samples:g} Millionen passen womöglich nicht in den Speicher. In Format 16 umgewandelt, mit einem Abtastwert je Frame und ohne Versatz, öffnet sich der Record in jeder Länge</translation>
    </message>
    <message>
      <source>{n_labels} leads are named, {n_blocks} are there</source>
      <translation>{n_labels} Ableitungen sind benannt, {n_blocks} sind da</translation>
    </message>
    <message>
      <source>{n_leads} leads of {n_samples} samples are read as a whole, which might not fit into memory; up to {max_samples_at_once:g} million samples can be read. Converted to WFDB format 16, the recording opens at any length</source>
      <translation>{n_leads} Ableitungen mit {n_samples} Abtastwerten werden als Ganzes gelesen, was nicht in den Speicher passen könnte; gelesen werden bis zu {max_samples_at_once:g} Millionen Abtastwerte. Umgewandelt in das WFDB-Format 16 öffnet sich die Aufzeichnung in jeder Länge</translation>
    </message>
    <message>
      <source>{n_names} are named, while there are {n_columns}</source>
      <translation>{n_names} sind benannt, vorhanden sind {n_columns}</translation>
    </message>
    <message>
      <source>{n_names} columns, a row of {n_row}</source>
      <translation>{n_names} Spalten, eine Zeile mit {n_row}</translation>
    </message>
    <message>
      <source>{n_samples} samples, while the first lead has {of_first}</source>
      <translation>{n_samples} Abtastwerte, die erste Ableitung dagegen hat {of_first}</translation>
    </message>
    <message>
      <source>{n_steps} steps; the sum is off by {gap:.3f} of {whole:.3f} logit.</source>
      <translation>{n_steps} Schritte; die Summe weicht um {gap:.3f} von {whole:.3f} Logit ab.</translation>
    </message>
    <message>
      <source>{names} hold the same samples: all but one are not what they are called.</source>
      <translation>{names} enthalten dieselben Abtastwerte: Alle bis auf eine sind nicht, was sie heißen.</translation>
    </message>
    <message>
      <source>{name} (not there any more)</source>
      <translation>{name} (nicht mehr vorhanden)</translation>
    </message>
    <message>
      <source>{name} could not be written: {reason}.</source>
      <translation>{name} konnte nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
      <source>{name} exists already. Replace it?</source>
      <translation>{name} gibt es schon. Ersetzen?</translation>
    </message>
    <message>
      <source>{name} is in arbitrary units, so that its amplitude cannot be compared: the recordings are shown side by side, not over each other.</source>
      <translation>{name} hat willkürliche Einheiten, sodass die Amplitude nicht verglichen werden kann: Die Aufzeichnungen werden nebeneinander gezeigt, nicht übereinander.</translation>
    </message>
    <message>
      <source>{name} {ms:.0f} ms</source>
      <translation>{name} {ms:.0f} ms</translation>
    </message>
    <message>
      <source>{name} {verdict}</source>
      <translation>{name} {verdict}</translation>
    </message>
    <message>
      <source>{name}, QRS downwards</source>
      <translation>{name}, QRS abwärts</translation>
    </message>
    <message>
      <source>{name}, QRS upwards</source>
      <translation>{name}, QRS aufwärts</translation>
    </message>
    <message>
      <source>{name}, from QT {qt_ms:.0f} ms and the median RR interval before the same beats, {rr_ms:.0f} ms</source>
      <translation>{name}, aus QT {qt_ms:.0f} ms und dem medianen RR-Intervall vor denselben Schlägen, {rr_ms:.0f} ms</translation>
    </message>
    <message>
      <source>{name}, reader</source>
      <translation>{name}, Leser</translation>
    </message>
    <message>
      <source>{name}: A {first}, B {second}, noise up to {floor}</source>
      <translation>{name}: A {first}, B {second}, Rauschen bis {floor}</translation>
    </message>
    <message>
      <source>{name}: no remark. Rows with * have one.</source>
      <translation>{name}: keine Bemerkung. Zeilen mit * haben eine.</translation>
    </message>
    <message>
      <source>{name}: reader {reader}, ours {ours}</source>
      <translation>{name}: Befunder {reader}, Programm {ours}</translation>
    </message>
    <message>
      <source>{name}: {density:.2f} pixels per millimetre ({dpi:.0f} per inch).</source>
      <translation>{name}: {density:.2f} Pixel je Millimeter ({dpi:.0f} je Zoll).</translation>
    </message>
    <message>
      <source>{not_used} ({error}): marks of what was read are not kept.</source>
      <translation>{not_used} ({error}): Was gelesen wurde, wird nicht vermerkt.</translation>
    </message>
    <message>
      <source>{notch_hz:g} Hz notch</source>
      <translation>Kerbfilter {notch_hz:g} Hz</translation>
    </message>
    <message>
      <source>{n} P waves are followed by no QRS: AV block, or early beats of the atria that are not conducted</source>
      <translation>auf {n} P-Wellen folgt kein QRS: AV-Block oder frühe Vorhofschläge, die nicht übergeleitet werden</translation>
    </message>
    <message>
      <source>{n} RR intervals</source>
      <translation>{n} RR-Intervalle</translation>
    </message>
    <message>
      <source>{n} annotations. Enter or a click goes there.</source>
      <translation>{n} Annotationen. Enter oder ein Klick führt dorthin.</translation>
    </message>
    <message>
      <source>{n} beats</source>
      <translation>{n} Schläge</translation>
    </message>
    <message>
      <source>{n} different</source>
      <translation>{n} abweichend</translation>
    </message>
    <message>
      <source>{n} dominant</source>
      <translation>{n} dominant</translation>
    </message>
    <message>
      <source>{n} leads</source>
      <translation>{n} Ableitungen</translation>
    </message>
    <message>
      <source>{n} left out (cut off or with missing samples)</source>
      <translation>{n} ausgelassen (abgeschnitten oder mit fehlenden Abtastwerten)</translation>
    </message>
    <message>
      <source>{n} lines were moved by the reader</source>
      <translation>{n} Linien wurden vom Befunder verschoben</translation>
    </message>
    <message>
      <source>{n} longer than 2 s</source>
      <translation>{n} länger als 2 s</translation>
    </message>
    <message>
      <source>{n} of them on time and after P at the usual PR: conducted</source>
      <translation>davon {n} zur rechten Zeit und nach P mit üblichem PR: übergeleitet</translation>
    </message>
    <message>
      <source>{n} of {all} beats</source>
      <translation>{n} von {all} Schlägen</translation>
    </message>
    <message>
      <source>{n} of {n_stretches} stretches of 10 s cannot be read</source>
      <translation>{n} von {n_stretches} Abschnitten von 10 s sind nicht lesbar</translation>
    </message>
    <message>
      <source>{n} pacing spikes before heart beats</source>
      <translation>{n} Schrittmacherspikes vor Herzschlägen</translation>
    </message>
    <message>
      <source>{n} recordings</source>
      <translation>{n} Aufzeichnungen</translation>
    </message>
    <message>
      <source>{n} recordings, {unread} unread</source>
      <translation>{n} Aufzeichnungen, {unread} ungelesen</translation>
    </message>
    <message>
      <source>{n} still to place</source>
      <translation>noch {n} anzuordnen</translation>
    </message>
    <message>
      <source>{n} such stretches, {total_s:.1f} s in all</source>
      <translation>{n} solche Abschnitte, zusammen {total_s:.1f} s</translation>
    </message>
    <message>
      <source>{n}/min</source>
      <translation>{n}/min</translation>
    </message>
    <message>
      <source>{part} of {total} from {leads}</source>
      <translation>{part} von {total} aus {leads}</translation>
    </message>
    <message>
      <source>{part}, upsloping</source>
      <translation>{part}, aszendierend</translation>
    </message>
    <message>
      <source>{path} can no longer be read: {reason}.</source>
      <translation>{path} ist nicht mehr lesbar: {reason}.</translation>
    </message>
    <message>
      <source>{path} has changed since the recording was opened. Open it again to see what it holds now.</source>
      <translation>{path} hat sich seit dem Öffnen der Aufzeichnung geändert. Öffnen Sie sie erneut, um zu sehen, was sie jetzt enthält.</translation>
    </message>
    <message>
      <source>{path} has {late} annotations outside the recording; they are not shown.</source>
      <translation>{path} hat {late} Annotationen außerhalb der Aufzeichnung; sie werden nicht gezeigt.</translation>
    </message>
    <message>
      <source>{path} is missing; it belongs beside the header</source>
      <translation>{path} fehlt; sie gehört neben den Kopf</translation>
    </message>
    <message>
      <source>{path}: a threshold is no probability</source>
      <translation>{path}: ein Schwellenwert ist keine Wahrscheinlichkeit</translation>
    </message>
    <message>
      <source>{path}: cannot be read as text.</source>
      <translation>{path}: ist nicht als Text zu lesen.</translation>
    </message>
    <message>
      <source>{path}: does not fit its weights: {error}</source>
      <translation>{path}: passt nicht zu seinen Gewichten: {error}</translation>
    </message>
    <message>
      <source>{path}: incomplete card: {error}</source>
      <translation>{path}: unvollständige Karte: {error}</translation>
    </message>
    <message>
      <source>{path}: made for another version of the program.</source>
      <translation>{path}: für eine andere Version des Programms gemacht.</translation>
    </message>
    <message>
      <source>{path}: member {place} has other weights</source>
      <translation>{path}: Mitglied {place} hat andere Gewichte</translation>
    </message>
    <message>
      <source>{path}: no model is installed here</source>
      <translation>{path}: hier ist kein Modell installiert</translation>
    </message>
    <message>
      <source>{path}: not a bundle of format {format_version}</source>
      <translation>{path}: kein Bündel im Format {format_version}</translation>
    </message>
    <message>
      <source>{path}: not a file of decisions ({error}).</source>
      <translation>{path}: keine Datei mit Entscheidungen ({error}).</translation>
    </message>
    <message>
      <source>{path}: not the probes that the card names</source>
      <translation>{path}: nicht die Proben, welche die Karte nennt</translation>
    </message>
    <message>
      <source>{path}: too large for a grouping.</source>
      <translation>{path}: zu groß für eine Gruppierung.</translation>
    </message>
    <message>
      <source>{path}: unknown family “{family}”; known: {known}</source>
      <translation>{path}: unbekannte Familie {family}; bekannt: {known}</translation>
    </message>
    <message>
      <source>{percent:.0f}% of what it shows does not repeat with the heart beats</source>
      <translation>{percent:.0f} von dem, was sie zeigt, wiederholt sich nicht mit den Herzschlägen</translation>
    </message>
    <message>
      <source>{place} breaks off in its header</source>
      <translation>{place} bricht in seinem Kopf ab</translation>
    </message>
    <message>
      <source>{place} claims {size} bytes; {n_data} follow</source>
      <translation>{place} gibt {size} Bytes an; es folgen {n_data}</translation>
    </message>
    <message>
      <source>{place} is of an unknown kind ({kind})</source>
      <translation>{place} ist von unbekannter Art ({kind})</translation>
    </message>
    <message>
      <source>{place}, channel {row}</source>
      <translation>{place}, Kanal {row}</translation>
    </message>
    <message>
      <source>{points:g} points, and up to {unknown:g} more for what is not measured (ST-T needs to know of digitalis)</source>
      <translation>{points:g} Punkte, und bis zu {unknown:g} mehr für nicht Gemessenes (für ST-T müsste Digitalis bekannt sein)</translation>
    </message>
    <message>
      <source>{px:.0f} px/s (small square {square:g} s)</source>
      <translation>{px:.0f} px/s (kleines Kästchen {square:g} s)</translation>
    </message>
    <message>
      <source>{px:.3g} px/mV</source>
      <translation>{px:.3g} px/mV</translation>
    </message>
    <message>
      <source>{px:.3g} px/mV (small square {square:g} mV)</source>
      <translation>{px:.3g} px/mV (kleines Kästchen {square:g} mV)</translation>
    </message>
    <message>
      <source>{px:.3g} px/s, compressed</source>
      <translation>{px:.3g} px/s, gestaucht</translation>
    </message>
    <message>
      <source>{rate:.0f}/min</source>
      <translation>{rate:.0f}/min</translation>
    </message>
    <message>
      <source>{reason} (parsedwaveforms)</source>
      <translation>{reason} (parsedwaveforms)</translation>
    </message>
    <message>
      <source>{recording}: not measured</source>
      <translation>{recording}: nicht gemessen</translation>
    </message>
    <message>
      <source>{rows} instead of {asked}: its columns are wider than {size} at this speed</source>
      <translation>{rows} statt {asked}: dessen Spalten sind bei dieser Geschwindigkeit breiter als {size}</translation>
    </message>
    <message>
      <source>{rr:.0f} ms</source>
      <translation>{rr:.0f} ms</translation>
    </message>
    <message>
      <source>{shown} of {counts}</source>
      <translation>{shown} von {counts}</translation>
    </message>
    <message>
      <source>{shown} of {n} annotations</source>
      <translation>{shown} von {n} Annotationen</translation>
    </message>
    <message>
      <source>{shown} of {n} rows</source>
      <translation>{shown} von {n} Zeilen</translation>
    </message>
    <message>
      <source>{signed}samples of {bits:g} bits; read are signed ones of 16</source>
      <translation>{signed}Abtastwerte mit {bits:g} Bits; gelesen werden vorzeichenbehaftete mit 16</translation>
    </message>
    <message>
      <source>{sign} {one} {size} above {other} (noise: up to {floor})</source>
      <translation>{sign} {one} {size} über {other} (Rauschen: bis {floor})</translation>
    </message>
    <message>
      <source>{sign} {one} {size} below {other} (noise: up to {floor})</source>
      <translation>{sign} {one} {size} unter {other} (Rauschen: bis {floor})</translation>
    </message>
    <message>
      <source>{size:.1f} mm</source>
      <translation>{size:.1f} mm</translation>
    </message>
    <message>
      <source>{size:.1f} mm of paper</source>
      <translation>{size:.1f} mm Papier</translation>
    </message>
    <message>
      <source>{speed:.3g} mm/s, compressed</source>
      <translation>{speed:.3g} mm/s, gestaucht</translation>
    </message>
    <message>
      <source>{start:.1f}–{stop:.1f} s of {duration:.1f} s</source>
      <translation>{start:.1f}–{stop:.1f} s von {duration:.1f} s</translation>
    </message>
    <message>
      <source>{start} to {stop} in view</source>
      <translation>{start} bis {stop} zu sehen</translation>
    </message>
    <message>
      <source>{start}–{stop} of {duration}</source>
      <translation>{start}–{stop} von {duration}</translation>
    </message>
    <message>
      <source>{statement}: {mark}. Counts as present from {threshold}.</source>
      <translation>{statement}: {mark}. Gilt ab {threshold} als vorhanden.</translation>
    </message>
    <message>
      <source>{step:.3g} µV per step</source>
      <translation>{step:.3g} µV je Stufe</translation>
    </message>
    <message>
      <source>{step_uv:g} µV per step is not possible</source>
      <translation>{step_uv:g} µV je Schritt ist nicht möglich</translation>
    </message>
    <message>
      <source>{tag}, edited</source>
      <translation>{tag}, bearbeitet</translation>
    </message>
    <message>
      <source>{tangent_ms:.0f} ms by tangent, {threshold_ms:.0f} ms by threshold: which wave ends T is not certain</source>
      <translation>{tangent_ms:.0f} ms nach der Tangente, {threshold_ms:.0f} ms nach der Schwelle: welche Welle T beendet, ist nicht sicher</translation>
    </message>
    <message>
      <source>{text} is no number</source>
      <translation>{text} ist keine Zahl</translation>
    </message>
    <message>
      <source>{time:.3f} s</source>
      <translation>{time:.3f} s</translation>
    </message>
    <message>
      <source>{time} from the start</source>
      <translation>{time} ab Beginn</translation>
    </message>
    <message>
      <source>{value:.2g} mV</source>
      <translation>{value:.2g} mV</translation>
    </message>
    <message>
      <source>{value:.2g} times the QRS complex</source>
      <translation>das {value:.2g}-Fache des QRS-Komplexes</translation>
    </message>
    <message>
      <source>{value} above the best of them</source>
      <translation>{value} über der besten davon</translation>
    </message>
    <message>
      <source>{value} above them</source>
      <translation>{value} darüber</translation>
    </message>
    <message>
      <source>{value} logit</source>
      <translation>{value} Logit</translation>
    </message>
    <message>
      <source>{value}: shown at {time:.2f} s, in {first}.</source>
      <translation>{value}: gezeigt bei {time:.2f} s, in {first}.</translation>
    </message>
    <message>
      <source>{value}: shown at {time:.2f} s.</source>
      <translation>{value}: gezeigt bei {time:.2f} s.</translation>
    </message>
    <message>
      <source>{value}: shown at {time:.2f} s; begins in {first}, ends in {last}.</source>
      <translation>{value}: gezeigt bei {time:.2f} s; beginnt in {first}, endet in {last}.</translation>
    </message>
    <message>
      <source>{verdict} – not passed: {failed}</source>
      <translation>{verdict} – nicht bestanden: {failed}</translation>
    </message>
    <message>
      <source>{waves} (asked of {leads})</source>
      <translation>{waves} (gefragt bei {leads})</translation>
    </message>
    <message>
      <source>{wave} axis: {why}</source>
      <translation>{wave}-Achse: {why}</translation>
    </message>
    <message>
      <source>{wave} could be measured in {n} of {n_beats} beats</source>
      <translation>{wave}: messbar in {n} von {n_beats} Schlägen</translation>
    </message>
    <message>
      <source>{who} looks at {whom}</source>
      <translation>{who} schaut auf {whom}</translation>
    </message>
    <message>
      <source>{why}, RR irregular</source>
      <translation>{why}, RR unregelmäßig</translation>
    </message>
    <message>
      <source>{why}: AV block is not ruled out</source>
      <translation>{why}: AV-Block ist nicht ausgeschlossen</translation>
    </message>
    <message>
      <source>{why}: its width cannot be told</source>
      <translation>{why}: seine Breite ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>{why}: its width is not certain</source>
      <translation>{why}: seine Breite ist nicht sicher</translation>
    </message>
    <message>
      <source>{why}: where it begins cannot be told</source>
      <translation>{why}: sein Anfang ist nicht zu erkennen</translation>
    </message>
    <message>
      <source>{years:.0f} y</source>
      <translation>{years:.0f} J.</translation>
    </message>
    <message>
      <source>±{full:g} logit a beat in a lead, in every ECG</source>
      <translation>±{full:g} Logit je Schlag und Ableitung, in jedem EKG</translation>
    </message>
    <message>
      <source>× cannot be read</source>
      <translation>× nicht lesbar</translation>
    </message>
    <message>
      <source>× even</source>
      <translation>× gleich</translation>
    </message>
    <message>
      <source>× gradient</source>
      <translation>× Gradient</translation>
    </message>
    <message>
      <source>× other shape</source>
      <translation>× andere Form</translation>
    </message>
    <message>
      <source>“{bare}” is no number</source>
      <translation>„{bare}“ ist keine Zahl</translation>
    </message>
    <message>
      <source>“{lead}” is not one of the twelve leads.</source>
      <translation>„{lead}“ ist keine der zwölf Ableitungen.</translation>
    </message>
    <message>
      <source>□ paced</source>
      <translation>□ stimuliert</translation>
    </message>
    <message>
      <source>△ artefact</source>
      <translation>△ Artefakt</translation>
    </message>
    <message>
      <source>△ not classified</source>
      <translation>△ nicht eingeteilt</translation>
    </message>
    <message>
      <source>○ usual beat</source>
      <translation>○ üblicher Schlag</translation>
    </message>
    <message>
      <source>● unread</source>
      <translation>● ungelesen</translation>
    </message>
    <message>
      <source>✓ read</source>
      <translation>✓ gelesen</translation>
    </message>
  </context>
</TS>
