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
      <source> to </source>
      <translation> bis </translation>
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
      <source>&amp;Commands …</source>
      <translation>&amp;Befehle …</translation>
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
      <source>&amp;Copy the caliper's value</source>
      <translation>Messwert des Zirkels &amp;kopieren</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
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
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Rhythm leads …</source>
      <translation>&amp;Rhythmusableitungen …</translation>
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
      <source>&amp;Zoom lens</source>
      <translation>&amp;Lupe</translation>
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
      <source>0.5</source>
      <translation>0,5</translation>
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
      <source>60 s over the median RR interval. Known of rows that have been on the screen.</source>
      <translation>60 s durch das mediane RR-Intervall. Bekannt für Zeilen, die schon zu sehen waren.</translation>
    </message>
    <message>
      <source>&lt;b&gt;This program is not a medical device.&lt;/b&gt;&lt;br&gt;&lt;br&gt;It is made for research and teaching. Neither what it draws nor what its network says may be used to diagnose or treat anyone. The network's statements are guesses with a probability; the evidence shows what they rest on, not whether they are right.</source>
      <translation>&lt;b&gt;Dieses Programm ist kein Medizinprodukt.&lt;/b&gt;&lt;br&gt;&lt;br&gt;Es dient der Forschung und der Lehre. Weder was es zeichnet noch was sein Netz aussagt, darf dazu dienen, jemanden zu diagnostizieren oder zu behandeln. Die Aussagen des Netzes sind Vermutungen mit einer Wahrscheinlichkeit; die Begründung zeigt, worauf sie beruhen, nicht, ob sie stimmen.</translation>
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
      <source>A and B</source>
      <translation>A und B</translation>
    </message>
    <message>
      <source>A criterion that is met is no diagnosis.</source>
      <translation>Ein erfülltes Kriterium ist keine Diagnose.</translation>
    </message>
    <message>
      <source>A long recording is measured when one of these panels is shown.</source>
      <translation>Eine lange Aufzeichnung wird vermessen, sobald eines dieser Felder gezeigt wird.</translation>
    </message>
    <message>
      <source>AI, not for diagnosis</source>
      <translation>KI, nicht für die Diagnose</translation>
    </message>
    <message>
      <source>Above the threshold</source>
      <translation>Über der Schwelle</translation>
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
      <source>All leads: an onset is the second earliest and an end the second latest over the leads, each the median over {n} beats. Found by {method}. Signal as recorded, no display filter.</source>
      <translation>Alle Ableitungen: Ein Beginn ist der zweitfrüheste, ein Ende das zweitspäteste über die Ableitungen, jeweils als Median über {n} Schläge. Gefunden durch {method}. Signal wie aufgezeichnet, kein Anzeigefilter.</translation>
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
      <source>Arrangement of the leads</source>
      <translation>Anordnung der Ableitungen</translation>
    </message>
    <message>
      <source>Asking the model …</source>
      <translation>Modell wird befragt …</translation>
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
      <source>Beat {number} of {n} at {time:.2f} s</source>
      <translation>Schlag {number} von {n} bei {time:.2f} s</translation>
    </message>
    <message>
      <source>Beats</source>
      <translation>Schläge</translation>
    </message>
    <message>
      <source>Beats over each other, by lead</source>
      <translation>Schläge übereinander, nach Ableitung</translation>
    </message>
    <message>
      <source>Below the threshold</source>
      <translation>Unter der Schwelle</translation>
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
      <source>Cancel</source>
      <translation>Abbrechen</translation>
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
      <source>Click or drag to move. Right click chooses the lead.</source>
      <translation>Klicken oder ziehen bewegt den Ausschnitt. Rechtsklick wählt die Ableitung.</translation>
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
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>Befehle</translation>
    </message>
    <message>
      <source>Commands found</source>
      <translation>Gefundene Befehle</translation>
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
      <source>Copy all mea&amp;surements</source>
      <translation>Alle Me&amp;sswerte kopieren</translation>
    </message>
    <message>
      <source>Criteria</source>
      <translation>Kriterien</translation>
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
      <source>D&amp;o not snap</source>
      <translation>N&amp;icht einrasten</translation>
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
      <source>Different: correlation with the median beat below 0.90, averaged over all leads, from 100 ms before to 200 ms after R. Dashed lines are different beats; the black line is the median of the others. Baseline: the level of each beat {start:.0f} to {stop:.0f} ms before R. Signal as recorded, no display filter.</source>
      <translation>Abweichend: Korrelation mit dem Medianschlag unter 0,90, gemittelt über alle Ableitungen, von 100 ms vor bis 200 ms nach R. Gestrichelte Linien sind abweichende Schläge; die schwarze Linie ist der Median der übrigen. Grundlinie: der Pegel jedes Schlags {start:.0f} bis {stop:.0f} ms vor R. Signal wie aufgezeichnet, ohne Anzeigefilter.</translation>
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
      <source>Duration</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>ECG paper</source>
      <translation>EKG-Papier</translation>
    </message>
    <message>
      <source>Earlier by a second</source>
      <translation>Eine Sekunde früher</translation>
    </message>
    <message>
      <source>Edges snap to {place}. QTc by {formula}.</source>
      <translation>Kanten rasten ein auf: {place}. QTc nach {formula}.</translation>
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
      <source>F&amp;ilters</source>
      <translation>F&amp;ilter</translation>
    </message>
    <message>
      <source>Fastest rate</source>
      <translation>Schnellste Frequenz</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Filter the annotations</source>
      <translation>Annotationen filtern</translation>
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
      <source>Filter: {name}</source>
      <translation>Filter: {name}</translation>
    </message>
    <message>
      <source>Filtering …</source>
      <translation>Es wird gefiltert …</translation>
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
      <source>Float or dock: {panel}</source>
      <translation>Ablösen oder andocken: {panel}</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
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
      <source>Group, lead, beat</source>
      <translation>Gruppe, Ableitung, Schlag</translation>
    </message>
    <message>
      <source>Handed to the printer. Pages: {n}</source>
      <translation>An den Drucker übergeben. Seiten: {n}</translation>
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
      <source>I understand</source>
      <translation>Verstanden</translation>
    </message>
    <message>
      <source>In brackets: the interval that holds the true value with about 95 % confidence. Hold the pointer over a row to see how it was measured.</source>
      <translation>In Klammern: der Bereich, in dem der wahre Wert mit etwa 95 % Sicherheit liegt. Wie gemessen wurde, steht beim Mauszeiger über einer Zeile.</translation>
    </message>
    <message>
      <source>Interval or amplitude</source>
      <translation>Intervall oder Amplitude</translation>
    </message>
    <message>
      <source>It began at {time}.</source>
      <translation>Sie begann um {time}.</translation>
    </message>
    <message>
      <source>J</source>
      <translation>J</translation>
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
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Lan&amp;guage</source>
      <translation>Sp&amp;rache</translation>
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
      <source>Leads</source>
      <translation>Ableitungen</translation>
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
      <source>Leads, A and B</source>
      <translation>Ableitungen, A und B</translation>
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
      <source>Logit {logit} = {baseline} (all beats removed) {total} (the leads together). Groups, leads and beats add up to within {gap}.</source>
      <translation>Logit {logit} = {baseline} (alle Schläge entfernt) {total} (alle Ableitungen zusammen). Gruppen, Ableitungen und Schläge ergeben zusammen die Summe, auf {gap} genau.</translation>
    </message>
    <message>
      <source>Longest RR</source>
      <translation>Längstes RR</translation>
    </message>
    <message>
      <source>M&amp;ove</source>
      <translation>Be&amp;wegen</translation>
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
      <source>Margin</source>
      <translation>Abstand</translation>
    </message>
    <message>
      <source>Marked as &amp;read</source>
      <translation>Als &amp;gelesen markiert</translation>
    </message>
    <message>
      <source>Measured automatically: {first}</source>
      <translation>Automatisch gemessen: {first}</translation>
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
      <source>Menu</source>
      <translation>Menü</translation>
    </message>
    <message>
      <source>Method: {method}</source>
      <translation>Verfahren: {method}</translation>
    </message>
    <message>
      <source>Model: {model}.</source>
      <translation>Modell: {model}.</translation>
    </message>
    <message>
      <source>Mouse</source>
      <translation>Maus</translation>
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
      <source>NOT DIAGNOSTIC</source>
      <translation>NICHT DIAGNOSTISCH</translation>
    </message>
    <message>
      <source>Ne&amp;xt lead alone</source>
      <translation>&amp;Nächste Ableitung allein</translation>
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
      <source>No command fits these words.</source>
      <translation>Kein Befehl passt zu diesen Wörtern.</translation>
    </message>
    <message>
      <source>No criteria were judged.</source>
      <translation>Es wurden keine Kriterien beurteilt.</translation>
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
      <source>No recordings were found in this folder. Looked for were WFDB records (.hea), DICOM ECGs (.dcm) and Philips ECGs (.xml).</source>
      <translation>In diesem Ordner wurden keine Aufzeichnungen gefunden. Gesucht wurden WFDB-Aufzeichnungen (.hea), DICOM-EKG (.dcm) und Philips-EKG (.xml).</translation>
    </message>
    <message>
      <source>No recordings were found, and not every folder could be read.</source>
      <translation>Es wurden keine Aufzeichnungen gefunden, und nicht jeder Ordner konnte gelesen werden.</translation>
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
      <source>No waves could be told in this recording.</source>
      <translation>In dieser Aufzeichnung waren keine Wellen zu erkennen.</translation>
    </message>
    <message>
      <source>Not everything could be listed or kept.</source>
      <translation>Nicht alles konnte aufgelistet oder behalten werden.</translation>
    </message>
    <message>
      <source>Not for diagnosis</source>
      <translation>Nicht für die Diagnose</translation>
    </message>
    <message>
      <source>Not for diagnosis · research use</source>
      <translation>Nicht für die Diagnose · nur für die Forschung</translation>
    </message>
    <message>
      <source>Not possible at present.</source>
      <translation>Zurzeit nicht möglich.</translation>
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
      <source>Nothing could be measured: {reason}</source>
      <translation>Es konnte nichts gemessen werden: {reason}</translation>
    </message>
    <message>
      <source>Nothing has been measured.</source>
      <translation>Es wurde nichts gemessen.</translation>
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
      <source>Of the reader's values where there are any.</source>
      <translation>Mit den Werten des Befunders, wo es welche gibt.</translation>
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
      <source>Only the single-lead layout (key 6) shows one lead.</source>
      <translation>Nur die Anordnung mit einer Ableitung (Taste 6) zeigt eine allein.</translation>
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
      <source>Open a recording (Ctrl+O) or a folder (Ctrl+Shift+O), or drop files here.</source>
      <translation>Eine Aufzeichnung (Strg+O) oder einen Ordner (Strg+Umschalt+O) öffnen oder Dateien hier ablegen.</translation>
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
      <source>P</source>
      <translation>P</translation>
    </message>
    <message>
      <source>P axis</source>
      <translation>P-Achse</translation>
    </message>
    <message>
      <source>P end</source>
      <translation>P-Ende</translation>
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
      <source>P terminal, ms</source>
      <translation>P terminal, ms</translation>
    </message>
    <message>
      <source>P waves</source>
      <translation>P-Wellen</translation>
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
      <source>Panels</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>Papers &amp;side by side</source>
      <translation>Papiere n&amp;ebeneinander</translation>
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
      <source>Previous a&amp;nnotation</source>
      <translation>Vorherige A&amp;nnotation</translation>
    </message>
    <message>
      <source>Previous b&amp;eat</source>
      <translation>Vorheriger S&amp;chlag</translation>
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
      <source>Probability</source>
      <translation>Wahrscheinl.</translation>
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
      <source>QRS axis</source>
      <translation>QRS-Achse</translation>
    </message>
    <message>
      <source>QRS onset</source>
      <translation>QRS-Beginn</translation>
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
      <source>QTc</source>
      <translation>QTc</translation>
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
      <source>QTc by {name}</source>
      <translation>QTc nach {name}</translation>
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
      <source>R peak time, ms</source>
      <translation>R-Gipfelzeit, ms</translation>
    </message>
    <message>
      <source>R peaks</source>
      <translation>R-Zacken</translation>
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
      <source>RMS of {n} leads</source>
      <translation>RMS von {n} Ableitungen</translation>
    </message>
    <message>
      <source>RMSSD</source>
      <translation>RMSSD</translation>
    </message>
    <message>
      <source>RR</source>
      <translation>RR</translation>
    </message>
    <message>
      <source>RR before {rr}</source>
      <translation>RR davor {rr}</translation>
    </message>
    <message>
      <source>RR intervals over time</source>
      <translation>RR-Intervalle über die Zeit</translation>
    </message>
    <message>
      <source>Range of RR</source>
      <translation>Spannweite von RR</translation>
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
      <source>Re&amp;move the caliper</source>
      <translation>Zirkel &amp;entfernen</translation>
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
      <source>Reading {name} …</source>
      <translation>{name} wird gelesen …</translation>
    </message>
    <message>
      <source>Recen&amp;t</source>
      <translation>&amp;Zuletzt geöffnet</translation>
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
      <source>Recordings to compare with</source>
      <translation>Aufzeichnungen zum Vergleich</translation>
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
      <source>Resolution</source>
      <translation>Auflösung</translation>
    </message>
    <message>
      <source>Rhythm leads</source>
      <translation>Rhythmusableitungen</translation>
    </message>
    <message>
      <source>Right, orange, +: for the statement. Left, blue, −: against. Blank: nil. Full bar: ±{lead:g} logit for a group or lead, ±{beat:g} for a beat, in every recording.</source>
      <translation>Rechts, orange, +: für die Aussage. Links, blau, −: dagegen. Leer: null. Voller Balken: ±{lead:g} Logit für eine Gruppe oder Ableitung, ±{beat:g} für einen Schlag, in jeder Aufzeichnung.</translation>
    </message>
    <message>
      <source>Row {number} of three (3×4+3R)</source>
      <translation>Zeile {number} von drei (3×4+3R)</translation>
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
      <source>SD of RR</source>
      <translation>SD von RR</translation>
    </message>
    <message>
      <source>ST slope, mV/s</source>
      <translation>ST-Steigung, mV/s</translation>
    </message>
    <message>
      <source>ST/T change</source>
      <translation>ST-T-Veränderung</translation>
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
      <source>Sampling</source>
      <translation>Abtastrate</translation>
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
      <source>Scroll</source>
      <translation>Blättern</translation>
    </message>
    <message>
      <source>Scroll sideways</source>
      <translation>Seitwärts blättern</translation>
    </message>
    <message>
      <source>Search for a command</source>
      <translation>Befehl suchen</translation>
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
      <source>Selected: beat {number}, RR before {rr:.0f} ms</source>
      <translation>Ausgewählt: Schlag {number}, RR davor {rr:.0f} ms</translation>
    </message>
    <message>
      <source>Selected: {where}, beat {number} at {time:.2f} s.</source>
      <translation>Ausgewählt: {where}, Schlag {number} bei {time:.2f} s.</translation>
    </message>
    <message>
      <source>Selected: {where}.</source>
      <translation>Ausgewählt: {where}.</translation>
    </message>
    <message>
      <source>Share of beats with P</source>
      <translation>Anteil der Schläge mit P</translation>
    </message>
    <message>
      <source>Shift + wheel</source>
      <translation>Umschalt + Mausrad</translation>
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
      <source>Something went wrong.</source>
      <translation>Etwas ist fehlgeschlagen.</translation>
    </message>
    <message>
      <source>Speed</source>
      <translation>Papiervorschub</translation>
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
      <source>Statement</source>
      <translation>Aussage</translation>
    </message>
    <message>
      <source>Statements</source>
      <translation>Aussagen</translation>
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
      <source>T end</source>
      <translation>T-Ende</translation>
    </message>
    <message>
      <source>T/R</source>
      <translation>T/R</translation>
    </message>
    <message>
      <source>Tab goes from line to line, the arrow keys move it by one sample (Shift: ten), Del puts it back.</source>
      <translation>Tab geht von Linie zu Linie, die Pfeiltasten verschieben sie um einen Abtastwert (mit Umschalt: zehn), Entf stellt sie zurück.</translation>
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
      <source>The desktop's language</source>
      <translation>Sprache des Desktops</translation>
    </message>
    <message>
      <source>The file brings no values of its own.</source>
      <translation>Die Datei bringt keine eigenen Werte mit.</translation>
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
      <source>The language changes when the program is next started.</source>
      <translation>Die Sprache wechselt beim nächsten Start des Programms.</translation>
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
      <source>The model cannot be used: {error}</source>
      <translation>Das Modell ist nicht verwendbar: {error}</translation>
    </message>
    <message>
      <source>The model says nothing: {reason}.</source>
      <translation>Das Modell macht keine Aussage: {reason}.</translation>
    </message>
    <message>
      <source>The moved lines could not be kept: {reason}.</source>
      <translation>Die verschobenen Linien konnten nicht aufbewahrt werden: {reason}.</translation>
    </message>
    <message>
      <source>The paper still shows {name}.</source>
      <translation>Das Papier zeigt weiterhin {name}.</translation>
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
      <source>The recording lasts {duration}.</source>
      <translation>Die Aufzeichnung dauert {duration}.</translation>
    </message>
    <message>
      <source>The recordings have no lead in common.</source>
      <translation>Die Aufzeichnungen haben keine gemeinsame Ableitung.</translation>
    </message>
    <message>
      <source>The size of this screen is unknown.</source>
      <translation>Die Größe dieses Bildschirms ist unbekannt.</translation>
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
      <source>There is no further handle.</source>
      <translation>Es gibt keinen weiteren Griff.</translation>
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
      <source>This layout has one column.</source>
      <translation>Diese Anordnung hat nur eine Spalte.</translation>
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
      <source>Type a few letters of what you want to do</source>
      <translation>Einige Buchstaben des gewünschten Befehls eingeben</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
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
      <source>Wheel</source>
      <translation>Mausrad</translation>
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
      <source>Worklist</source>
      <translation>Arbeitsliste</translation>
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
      <source>abnormal QRS</source>
      <translation>abnormer QRS-Komplex</translation>
    </message>
    <message>
      <source>absent</source>
      <translation>fehlend</translation>
    </message>
    <message>
      <source>after {rr}</source>
      <translation>danach {rr}</translation>
    </message>
    <message>
      <source>against | for</source>
      <translation>dagegen | dafür</translation>
    </message>
    <message>
      <source>all</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all lines back to automatic</source>
      <translation>alle Linien zurück auf automatisch</translation>
    </message>
    <message>
      <source>anterior</source>
      <translation>anterior</translation>
    </message>
    <message>
      <source>anteroseptal myocardial infarction</source>
      <translation>anteroseptaler Myokardinfarkt</translation>
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
      <source>atrial fibrillation</source>
      <translation>Vorhofflimmern</translation>
    </message>
    <message>
      <source>atrial premature complex</source>
      <translation>supraventrikuläre Extrasystole</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>automatisch</translation>
    </message>
    <message>
      <source>bar up, orange: for the statement · bar down, blue: against · full height = ±{full:g} logit per beat in one lead · blank: nil</source>
      <translation>Balken nach oben, orange: für die Aussage · nach unten, blau: dagegen · volle Höhe = ±{full:g} Logit je Schlag in einer Ableitung · leer: null</translation>
    </message>
    <message>
      <source>baseline wander subtracted (slower than 0.5 Hz)</source>
      <translation>Grundlinienschwankung abgezogen (langsamer als 0,5 Hz)</translation>
    </message>
    <message>
      <source>beats {first} to {last} of {n}</source>
      <translation>Schläge {first} bis {last} von {n}</translation>
    </message>
    <message>
      <source>beyond noise: {changes}</source>
      <translation>über dem Rauschen: {changes}</translation>
    </message>
    <message>
      <source>but the file ends at {limit:g} Hz</source>
      <translation>aber die Datei reicht nur bis {limit:g} Hz</translation>
    </message>
    <message>
      <source>cannot be judged</source>
      <translation>nicht zu beurteilen</translation>
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
      <source>classic red</source>
      <translation>klassisch rot</translation>
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
      <source>dark</source>
      <translation>dunkel</translation>
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
      <source>different</source>
      <translation>abweichend</translation>
    </message>
    <message>
      <source>display filter, zero phase: {parts}</source>
      <translation>Anzeigefilter, phasentreu: {parts}</translation>
    </message>
    <message>
      <source>dominant</source>
      <translation>dominant</translation>
    </message>
    <message>
      <source>female</source>
      <translation>weiblich</translation>
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
      <source>gain × {factor:g}</source>
      <translation>Verstärkung × {factor:g}</translation>
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
      <source>header</source>
      <translation>Dateikopf</translation>
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
      <source>high contrast</source>
      <translation>hoher Kontrast</translation>
    </message>
    <message>
      <source>higher, beyond noise ({limit})</source>
      <translation>höher, über dem Rauschen ({limit})</translation>
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
      <source>incomplete right bundle branch block</source>
      <translation>inkompletter Rechtsschenkelblock</translation>
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
      <source>inverted T-waves</source>
      <translation>T-Negativierung</translation>
    </message>
    <message>
      <source>ischemic in anterolateral leads</source>
      <translation>Ischämiezeichen in den anterolateralen Ableitungen</translation>
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
      <source>lateral</source>
      <translation>lateral</translation>
    </message>
    <message>
      <source>leads</source>
      <translation>Ableitungen</translation>
    </message>
    <message>
      <source>leads {leads}</source>
      <translation>Ableitungen {leads}</translation>
    </message>
    <message>
      <source>left anterior fascicular block</source>
      <translation>linksanteriorer Hemiblock</translation>
    </message>
    <message>
      <source>left out (cut off or with missing samples)</source>
      <translation>ausgelassen (abgeschnitten oder mit fehlenden Abtastwerten)</translation>
    </message>
    <message>
      <source>left ventricular hypertrophy</source>
      <translation>linksventrikuläre Hypertrophie</translation>
    </message>
    <message>
      <source>line back to automatic</source>
      <translation>Linie zurück auf automatisch</translation>
    </message>
    <message>
      <source>lower, beyond noise ({limit})</source>
      <translation>niedriger, über dem Rauschen ({limit})</translation>
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
      <source>mean {rate}</source>
      <translation>Mittel {rate}</translation>
    </message>
    <message>
      <source>median beats laid together on R (O: traces over each other)</source>
      <translation>Medianschläge an R ausgerichtet (O: Kurven übereinander)</translation>
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
      <source>no date in the file</source>
      <translation>kein Datum in der Datei</translation>
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
      <source>no hum</source>
      <translation>kein Brummen</translation>
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
      <source>no wander</source>
      <translation>ohne Schwankung</translation>
    </message>
    <message>
      <source>no {hz:g} Hz</source>
      <translation>ohne {hz:g} Hz</translation>
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
      <source>not a DICOM file</source>
      <translation>keine DICOM-Datei</translation>
    </message>
    <message>
      <source>not a recording in a format that is known; readable are WFDB records (a .hea file with its .dat or .mat file beside it), DICOM ECG files (.dcm) and Philips ECG files (.xml)</source>
      <translation>keine Aufzeichnung in einem bekannten Format; lesbar sind WFDB-Aufzeichnungen (eine .hea-Datei mit ihrer .dat- oder .mat-Datei daneben), DICOM-EKG-Dateien (.dcm) und Philips-EKG-Dateien (.xml)</translation>
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
      <source>not to scale (screen size unknown)</source>
      <translation>nicht maßstäblich (Bildschirmgröße unbekannt)</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>number of intervals</source>
      <translation>Zahl der Intervalle</translation>
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
      <source>ours</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>page {number} of {n}</source>
      <translation>Seite {number} von {n}</translation>
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
      <source>rate A {first}, B {second}</source>
      <translation>Frequenz A {first}, B {second}</translation>
    </message>
    <message>
      <source>rate {rate:.0f}/min ({low:.0f}–{high:.0f})</source>
      <translation>Frequenz {rate:.0f}/min ({low:.0f}–{high:.0f})</translation>
    </message>
    <message>
      <source>reader</source>
      <translation>Befunder</translation>
    </message>
    <message>
      <source>recorded at the same time</source>
      <translation>zur gleichen Zeit aufgezeichnet</translation>
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
      <source>resting level removed: {shifts}</source>
      <translation>Ruhepegel abgezogen: {shifts}</translation>
    </message>
    <message>
      <source>rhythms differ: one R peak laid on another, B moved by {shift} s (A: by time)</source>
      <translation>verschiedene Rhythmen: eine R-Zacke auf eine andere gelegt, B um {shift} s verschoben (A: nach der Zeit)</translation>
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
      <source>septal</source>
      <translation>septal</translation>
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
      <source>small picture of the trace</source>
      <translation>kleines Bild der Kurve</translation>
    </message>
    <message>
      <source>the file does not say which leads it holds</source>
      <translation>Die Datei sagt nicht, welche Ableitungen sie enthält</translation>
    </message>
    <message>
      <source>the file is empty</source>
      <translation>Die Datei ist leer</translation>
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
      <source>the recording is too large for this computer's memory</source>
      <translation>Die Aufzeichnung ist zu groß für den Speicher dieses Rechners</translation>
    </message>
    <message>
      <source>the same beats in every column</source>
      <translation>gleiche Schläge in jeder Spalte</translation>
    </message>
    <message>
      <source>the two papers do not stand side by side here</source>
      <translation>die beiden Papiere stehen hier nicht auf gleicher Höhe</translation>
    </message>
    <message>
      <source>there is no original ECG, only median or derived beats</source>
      <translation>Es gibt kein Original-EKG, nur Median- oder abgeleitete Schläge</translation>
    </message>
    <message>
      <source>there is no such file</source>
      <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
      <source>this is a folder; name a file in it</source>
      <translation>Dies ist ein Ordner; bitte eine Datei darin nennen</translation>
    </message>
    <message>
      <source>this is not an ordinary file</source>
      <translation>Dies ist keine gewöhnliche Datei</translation>
    </message>
    <message>
      <source>this would be {n} pages; at most {most} are written</source>
      <translation>Das wären {n} Seiten; höchstens {most} werden geschrieben</translation>
    </message>
    <message>
      <source>time between them unknown</source>
      <translation>Zeitabstand unbekannt</translation>
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
      <source>unusable</source>
      <translation>unbrauchbar</translation>
    </message>
    <message>
      <source>usable</source>
      <translation>brauchbar</translation>
    </message>
    <message>
      <source>whole file</source>
      <translation>ganze Datei</translation>
    </message>
    <message>
      <source>within noise (up to {limit})</source>
      <translation>im Rauschen (bis {limit})</translation>
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
      <source>{command} (not now)</source>
      <translation>{command} (jetzt nicht)</translation>
    </message>
    <message>
      <source>{duration:.2f} s, {n} samples</source>
      <translation>{duration:.2f} s, {n} Abtastwerte</translation>
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
      <source>{lead} is not drawn at {time:.2f} s in this layout; the beat is marked in the lowest row that shows it. 12×1 (key 2) shows every beat of a lead.</source>
      <translation>{lead} ist in dieser Anordnung bei {time:.2f} s nicht gezeichnet; der Schlag ist in der untersten Zeile markiert, die ihn zeigt. 12×1 (Taste 2) zeigt jeden Schlag einer Ableitung.</translation>
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
      <source>{ms:.0f} ms</source>
      <translation>{ms:.0f} ms</translation>
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
      <source>{name}: A {first}, B {second}, noise up to {floor}</source>
      <translation>{name}: A {first}, B {second}, Rauschen bis {floor}</translation>
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
      <source>{n} recordings, {unread} unread</source>
      <translation>{n} Aufzeichnungen, {unread} ungelesen</translation>
    </message>
    <message>
      <source>{n}/min</source>
      <translation>{n}/min</translation>
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
      <source>{time:.3f} s</source>
      <translation>{time:.3f} s</translation>
    </message>
    <message>
      <source>{time} from the start</source>
      <translation>{time} ab Beginn</translation>
    </message>
    <message>
      <source>{years:.0f} y</source>
      <translation>{years:.0f} J.</translation>
    </message>
    <message>
      <source>× other shape</source>
      <translation>× andere Form</translation>
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
    <message>
      <source>✕ cannot be read</source>
      <translation>✕ nicht lesbar</translation>
    </message>
  </context>
</TS>
