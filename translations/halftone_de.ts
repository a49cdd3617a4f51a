<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>MetadataModel</name>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>TableCopy</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>halftone::app::AnalysisTabs</name>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Signal to quantization noise ratio: −10·log₁₀(Σe² / Σx²)</source>
        <translation>Verhältnis von Signal zu Quantisierungsrauschen: −10·log₁₀(Σe² / Σx²)</translation>
    </message>
    <message>
        <source>RMSE</source>
        <translation>RMSE</translation>
    </message>
    <message>
        <source>Root of the mean squared error</source>
        <translation>Wurzel des mittleren quadratischen Fehlers</translation>
    </message>
    <message>
        <source>Max error</source>
        <translation>Größter Fehler</translation>
    </message>
    <message>
        <source>Largest |e|</source>
        <translation>Größtes |e|</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>Mean error</source>
        <translation>Mittlerer Fehler</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Cosine of the angle between the weights and what they decode to</source>
        <translation>Kosinus des Winkels zwischen den Gewichten und dem, was aus ihnen wird</translation>
    </message>
    <message>
        <source>Relative MSE</source>
        <translation>Relativer MSE</translation>
    </message>
    <message>
        <source>Σe² / Σx²</source>
        <translation>Σe² / Σx²</translation>
    </message>
    <message>
        <source>Became 0</source>
        <translation>Zu 0 geworden</translation>
    </message>
    <message>
        <source>Share of the weights other than 0 that decode to 0</source>
        <translation>Anteil der von 0 verschiedenen Gewichte, die zu 0 werden</translation>
    </message>
    <message>
        <source>… of the energy</source>
        <translation>… der Energie</translation>
    </message>
    <message>
        <source>Their share of Σx²</source>
        <translation>Ihr Anteil an Σx²</translation>
    </message>
    <message>
        <source>Changed sign</source>
        <translation>Vorzeichen gewechselt</translation>
    </message>
    <message>
        <source>Share of the weights other than 0 that decode to the other sign</source>
        <translation>Anteil der von 0 verschiedenen Gewichte, die das andere Vorzeichen bekommen</translation>
    </message>
    <message>
        <source>Plots of the tensor</source>
        <translation>Diagramme des Tensors</translation>
    </message>
    <message>
        <source>&amp;Weights</source>
        <translation>&amp;Gewichte</translation>
    </message>
    <message>
        <source>&amp;Error</source>
        <translation>&amp;Fehler</translation>
    </message>
    <message>
        <source>&amp;Sign loss</source>
        <translation>&amp;Vorzeichenverlust</translation>
    </message>
    <message>
        <source>&amp;Outliers</source>
        <translation>&amp;Ausreißer</translation>
    </message>
    <message>
        <source>Select a tensor on the map to see its weights.</source>
        <translation>Wählen Sie auf der Karte einen Tensor, um seine Gewichte zu sehen.</translation>
    </message>
    <message>
        <source>Open a model to see the weights of its tensors.</source>
        <translation>Öffnen Sie ein Modell, um die Gewichte seiner Tensoren zu sehen.</translation>
    </message>
    <message>
        <source>Encoding and measuring this tensor…</source>
        <translation>Dieser Tensor wird kodiert und gemessen …</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2 (≈ a sample of %3 weights)</source>
        <translation>%1, %2 (≈ eine Stichprobe von %3 Gewichten)</translation>
    </message>
    <message>
        <source>This tensor could not be measured. The reason stands above.</source>
        <translation>Dieser Tensor konnte nicht gemessen werden. Der Grund steht oben.</translation>
    </message>
</context>
<context>
    <name>halftone::app::BudgetStrip</name>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>weights only; context memory comes on top</source>
        <translation>nur die Gewichte; Speicher für den Kontext kommt hinzu</translation>
    </message>
    <message>
        <source>No plan, so no size: %1</source>
        <translation>Kein Plan, daher keine Größe: %1</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>Es ist kein Modell geöffnet.</translation>
    </message>
</context>
<context>
    <name>halftone::app::BudgetTexts</name>
    <message>
        <source>✓ fits</source>
        <translation>✓ passt</translation>
    </message>
    <message>
        <source>! tight</source>
        <translation>! knapp</translation>
    </message>
    <message>
        <source>✗ too big for the free memory</source>
        <translation>✗ zu groß für den freien Speicher</translation>
    </message>
    <message>
        <source>free memory unknown</source>
        <translation>freier Speicher unbekannt</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
    <message>
        <source>%1 bits/weight</source>
        <translation>%1 Bit/Gewicht</translation>
    </message>
    <message>
        <source>%1 vs %2</source>
        <translation>%1 gegenüber %2</translation>
    </message>
    <message>
        <source>Weights under this plan: %1.</source>
        <translation>Gewichte nach diesem Plan: %1.</translation>
    </message>
    <message>
        <source>Free on this computer: %1 of %2.</source>
        <translation>Frei auf diesem Computer: %1 von %2.</translation>
    </message>
    <message>
        <source>Weights only: context and working memory come on top.</source>
        <translation>Nur die Gewichte: Kontext und Arbeitsspeicher kommen hinzu.</translation>
    </message>
</context>
<context>
    <name>halftone::app::CandidateModel</name>
    <message>
        <source>%1 of %2 tensors keep what they have: %3</source>
        <translation>%1 von %2 Tensoren behalten, was sie haben: %3</translation>
    </message>
    <message>
        <source>Being measured</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Measured on a sample of rows</source>
        <translation>An einer Stichprobe von Zeilen gemessen</translation>
    </message>
    <message>
        <source>Planned now</source>
        <translation>Jetzt geplant</translation>
    </message>
    <message>
        <source>Give this tensor %1</source>
        <translation>Diesem Tensor %1 geben</translation>
    </message>
    <message numerus="yes">
        <source>Give %n tensor(s) %1</source>
        <translation>
            <numerusform>%n Tensor %1 geben</numerusform>
            <numerusform>%n Tensoren %1 geben</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, planned</source>
        <translation>%1, geplant</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Δ size</source>
        <translation>Δ Größe</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Sign lost</source>
        <translation>Vorzeichen verloren</translation>
    </message>
    <message>
        <source>A click or Enter gives the type to the selection; the dot marks what is planned</source>
        <translation>Ein Klick oder die Eingabetaste gibt der Auswahl den Typ; der Punkt markiert, was geplant ist</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bit je Gewicht</translation>
    </message>
    <message>
        <source>Size of the selection with this type</source>
        <translation>Größe der Auswahl mit diesem Typ</translation>
    </message>
    <message>
        <source>Change of size against what is planned now</source>
        <translation>Größenänderung gegenüber dem, was jetzt geplant ist</translation>
    </message>
    <message>
        <source>Being measured: %1 of %2 tensors</source>
        <translation>Wird gemessen: %1 von %2 Tensoren</translation>
    </message>
    <message>
        <source>Signal to quantization noise ratio: higher is better; of several tensors all together</source>
        <translation>Verhältnis von Signal zu Quantisierungsrauschen: höher ist besser; bei mehreren Tensoren von allen zusammen</translation>
    </message>
    <message>
        <source>Share of weights that become 0; of several tensors all together</source>
        <translation>Anteil der Gewichte, die 0 werden; bei mehreren Tensoren von allen zusammen</translation>
    </message>
</context>
<context>
    <name>halftone::app::CandidateTable</name>
    <message>
        <source>Candidate types</source>
        <translation>Mögliche Typen</translation>
    </message>
</context>
<context>
    <name>halftone::app::ChannelPlot</name>
    <message>
        <source>Channel peaks</source>
        <translation>Kanalspitzen</translation>
    </message>
    <message>
        <source>median = 1</source>
        <translation>Median = 1</translation>
    </message>
    <message>
        <source>Column peaks of %1</source>
        <translation>Spaltenspitzen von %1</translation>
    </message>
    <message>
        <source>Row peaks of %1</source>
        <translation>Zeilenspitzen von %1</translation>
    </message>
    <message>
        <source>This tensor has no weights other than zero, so no channel stands out.</source>
        <translation>Alle Gewichte dieses Tensors sind null, also ragt kein Kanal heraus.</translation>
    </message>
    <message>
        <source>peak of a column</source>
        <translation>Spitze einer Spalte</translation>
    </message>
    <message>
        <source>peak of a row</source>
        <translation>Spitze einer Zeile</translation>
    </message>
    <message>
        <source>Column (input channel)</source>
        <translation>Spalte (Eingangskanal)</translation>
    </message>
    <message>
        <source>Row (output channel)</source>
        <translation>Zeile (Ausgangskanal)</translation>
    </message>
    <message>
        <source>column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>Spitze</translation>
    </message>
    <message>
        <source>max |x| / median</source>
        <translation>max |x| / Median</translation>
    </message>
    <message>
        <source>This tensor has too many of them to keep a peak for each.</source>
        <translation>Dieser Tensor hat zu viele davon, um für jede eine Spitze zu behalten.</translation>
    </message>
</context>
<context>
    <name>halftone::app::Commands</name>
    <message>
        <source>its rows do not divide into blocks of a %1-bit type</source>
        <translation>seine Zeilen lassen sich nicht in Blöcke eines %1-Bit-Typs teilen</translation>
    </message>
    <message>
        <source>there is no %1-bit type</source>
        <translation>es gibt keinen %1-Bit-Typ</translation>
    </message>
    <message numerus="yes">
        <source>Give %1 to %n tensor(s)</source>
        <translation>
            <numerusform>%1 für %n Tensor</numerusform>
            <numerusform>%1 für %n Tensoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give %1 bits to %n tensor(s)</source>
        <translation>
            <numerusform>%1 Bit für %n Tensor</numerusform>
            <numerusform>%1 Bit für %n Tensoren</numerusform>
        </translation>
    </message>
    <message>
        <source>it has the most bits there are</source>
        <translation>er hat schon die meisten Bit</translation>
    </message>
    <message numerus="yes">
        <source>More bits for %n tensor(s)</source>
        <translation>
            <numerusform>Mehr Bit für %n Tensor</numerusform>
            <numerusform>Mehr Bit für %n Tensoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fewer bits for %n tensor(s)</source>
        <translation>
            <numerusform>Weniger Bit für %n Tensor</numerusform>
            <numerusform>Weniger Bit für %n Tensoren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give %n tensor(s) back to the preset</source>
        <translation>
            <numerusform>%n Tensor zurück zur Vorgabe</numerusform>
            <numerusform>%n Tensoren zurück zur Vorgabe</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>%1 wählen</translation>
    </message>
    <message>
        <source>Allow quantizing again</source>
        <translation>Erneutes Quantisieren erlauben</translation>
    </message>
    <message>
        <source>Do not quantize again</source>
        <translation>Nicht erneut quantisieren</translation>
    </message>
    <message>
        <source>it has the fewest bits there are</source>
        <translation>er hat schon die wenigsten Bit</translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) changed</source>
        <translation>
            <numerusform>%n Tensor geändert</numerusform>
            <numerusform>%n Tensoren geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) left as is: %1</source>
        <translation>
            <numerusform>%n Tensor bleibt, wie er ist: %1</numerusform>
            <numerusform>%n Tensoren bleiben, wie sie sind: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to change</source>
        <translation>Nichts zu ändern</translation>
    </message>
    <message>
        <source>Encode with quick effort</source>
        <translation>Mit schnellem Aufwand kodieren</translation>
    </message>
    <message>
        <source>Encode with normal effort</source>
        <translation>Mit normalem Aufwand kodieren</translation>
    </message>
    <message>
        <source>Encode with thorough effort</source>
        <translation>Mit gründlichem Aufwand kodieren</translation>
    </message>
</context>
<context>
    <name>halftone::app::Devices</name>
    <message>
        <source>Open the GPU</source>
        <translation>GPU öffnen</translation>
    </message>
    <message>
        <source>Measure the GPUs</source>
        <translation>GPUs messen</translation>
    </message>
</context>
<context>
    <name>halftone::app::DevicesDialog</name>
    <message>
        <source>≈ %1 M weights/s</source>
        <translation>≈ %1 Mio. Gewichte/s</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>integrated GPU</source>
        <translation>integrierte GPU</translation>
    </message>
    <message>
        <source>virtual GPU</source>
        <translation>virtuelle GPU</translation>
    </message>
    <message>
        <source>software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>other</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>%1 shared, %2 free</source>
        <translation>%1 geteilt, %2 frei</translation>
    </message>
    <message>
        <source>%1, %2 free</source>
        <translation>%1, %2 frei</translation>
    </message>
    <message>
        <source>What encodes</source>
        <translation>Was kodiert</translation>
    </message>
    <message>
        <source>A GPU helps the CPU to encode and to measure. What it does is tried out beside the CPU first, and what it cannot do, the CPU does. Speeds are measured here, on made-up weights.</source>
        <translation>Eine GPU hilft der CPU beim Kodieren und Messen. Was sie tut, wird zuerst neben der CPU erprobt, und was sie nicht kann, tut die CPU. Die Geschwindigkeiten sind hier gemessen, an erfundenen Gewichten.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Encodes</source>
        <translation>Kodiert</translation>
    </message>
    <message>
        <source>The CPU</source>
        <translation>Die CPU</translation>
    </message>
    <message>
        <source>&amp;Measure again</source>
        <translation>Noch einmal &amp;messen</translation>
    </message>
    <message>
        <source>Driver: %1</source>
        <translation>Treiber: %1</translation>
    </message>
    <message>
        <source>Measured: f16 to %1, with transfers</source>
        <translation>Gemessen: f16 nach %1, mit Übertragung</translation>
    </message>
    <message>
        <source>It cannot be used: %1.</source>
        <translation>Nicht zu gebrauchen: %1.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The GPU that is measured faster than the CPU</source>
        <translation>Die GPU, die schneller gemessen wird als die CPU</translation>
    </message>
    <message>
        <source>CPU alone</source>
        <translation>CPU allein</translation>
    </message>
    <message>
        <source>The same bytes on every computer</source>
        <translation>Auf jedem Rechner dieselben Bytes</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Misst …</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Öffnet …</translation>
    </message>
    <message>
        <source>In use: the CPU alone.</source>
        <translation>In Gebrauch: die CPU allein.</translation>
    </message>
    <message>
        <source>In use: %1 and the CPU.</source>
        <translation>In Gebrauch: %1 und die CPU.</translation>
    </message>
</context>
<context>
    <name>halftone::app::EffortBox</name>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>How long the encoders search for the best codes; sizes stay the same.
%1</source>
        <translation>Wie lange die Encoder nach den besten Kodierungen suchen; die Größen bleiben gleich.
%1</translation>
    </message>
</context>
<context>
    <name>halftone::app::Efforts</name>
    <message>
        <source>Quick</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>Quick takes the least time and leaves the most error: for previews.</source>
        <translation>Schnell braucht am wenigsten Zeit und lässt den größten Fehler: für eine Vorschau.</translation>
    </message>
    <message>
        <source>Normal takes out nearly all the error that time can take out: for files.</source>
        <translation>Normal vermeidet fast allen Fehler, der sich mit Zeit vermeiden lässt: für Dateien.</translation>
    </message>
    <message>
        <source>Thorough takes several times as long as Normal for the last percent of the error.</source>
        <translation>Gründlich braucht mehrmals so lange wie Normal, für das letzte Prozent des Fehlers.</translation>
    </message>
</context>
<context>
    <name>halftone::app::EmptyState</name>
    <message>
        <source>Open a language model</source>
        <translation>Ein Sprachmodell öffnen</translation>
    </message>
    <message>
        <source>Drop a GGUF or safetensors file, or the folder that holds one, anywhere in this window.</source>
        <translation>Ziehen Sie eine GGUF- oder safetensors-Datei oder den Ordner mit einem Modell in dieses Fenster.</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>&amp;Try the sample model</source>
        <translation>&amp;Beispielmodell ausprobieren</translation>
    </message>
    <message>
        <source>The sample model was not installed with this program</source>
        <translation>Das Beispielmodell wurde nicht mit diesem Programm installiert</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>%1 (was not found)</source>
        <translation>%1 (nicht gefunden)</translation>
    </message>
</context>
<context>
    <name>halftone::app::ErrorPlot</name>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>normal, same RMSE</source>
        <translation>normalverteilt, gleicher RMSE</translation>
    </message>
    <message>
        <source>Error: weight − decoded weight</source>
        <translation>Fehler: Gewicht − dekodiertes Gewicht</translation>
    </message>
    <message>
        <source>Error of %1</source>
        <translation>Fehler von %1</translation>
    </message>
    <message>
        <source>Nothing is lost: every weight decodes to exactly what it was.</source>
        <translation>Nichts geht verloren: jedes Gewicht bleibt genau, was es war.</translation>
    </message>
    <message>
        <source>Weights per bin (sample)</source>
        <translation>Gewichte je Klasse (Stichprobe)</translation>
    </message>
    <message>
        <source>Weights per bin</source>
        <translation>Gewichte je Klasse</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
</context>
<context>
    <name>halftone::app::Errors</name>
    <message>
        <source>This cannot be used</source>
        <translation>Das kann nicht verwendet werden</translation>
    </message>
    <message>
        <source>Nothing is there</source>
        <translation>Dort ist nichts</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>Die Datei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>There is not enough space</source>
        <translation>Es ist nicht genug Platz</translation>
    </message>
    <message>
        <source>This is not a model that Halftone reads</source>
        <translation>Das ist kein Modell, das Halftone liest</translation>
    </message>
    <message>
        <source>This version of the format is not supported</source>
        <translation>Diese Version des Formats wird nicht unterstützt</translation>
    </message>
    <message>
        <source>The file is incomplete</source>
        <translation>Die Datei ist unvollständig</translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation>Die Datei ist beschädigt</translation>
    </message>
    <message>
        <source>A tensor&apos;s type is not supported</source>
        <translation>Der Typ eines Tensors wird nicht unterstützt</translation>
    </message>
    <message>
        <source>A part of the model is missing</source>
        <translation>Ein Teil des Modells fehlt</translation>
    </message>
    <message>
        <source>The model holds values that are no numbers</source>
        <translation>Das Modell enthält Werte, die keine Zahlen sind</translation>
    </message>
    <message>
        <source>The importance matrix does not fit this model</source>
        <translation>Die Wichtigkeitsmatrix passt nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>This needs your consent</source>
        <translation>Dazu ist Ihre Zustimmung nötig</translation>
    </message>
    <message>
        <source>The output would overwrite the input</source>
        <translation>Die Ausgabe würde die Eingabe überschreiben</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>The written file does not read back as planned</source>
        <translation>Die geschriebene Datei liest sich nicht wie geplant zurück</translation>
    </message>
    <message>
        <source>There is not enough memory</source>
        <translation>Es ist nicht genug Speicher</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>This GPU cannot be used</source>
        <translation>Diese GPU ist nicht zu gebrauchen</translation>
    </message>
    <message>
        <source>The GPU stopped answering</source>
        <translation>Die GPU antwortet nicht mehr</translation>
    </message>
    <message>
        <source>The GPU has no memory left</source>
        <translation>Der Speicher der GPU ist voll</translation>
    </message>
    <message>
        <source>The GPU failed</source>
        <translation>Die GPU hat versagt</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Open a model first.</source>
        <translation>Öffnen Sie zuerst ein Modell.</translation>
    </message>
    <message>
        <source>Exporting safetensors to GGUF is not possible yet; it can be viewed, planned and measured. Convert it with llama.cpp&apos;s convert_hf_to_gguf.py first, then open the GGUF.</source>
        <translation>safetensors lassen sich noch nicht als GGUF exportieren, nur ansehen, planen und messen. Wandeln Sie das Modell zuerst mit convert_hf_to_gguf.py von llama.cpp um und öffnen Sie dann die GGUF-Datei.</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Give the file a name without slashes, and a folder.</source>
        <translation>Geben Sie der Datei einen Namen ohne Schrägstriche und einen Ordner.</translation>
    </message>
    <message>
        <source>Check the export</source>
        <translation>Export prüfen</translation>
    </message>
    <message>
        <source>Replace?</source>
        <translation>Ersetzen?</translation>
    </message>
    <message>
        <source>%1 is there already. Replace it when the export is verified?</source>
        <translation>%1 gibt es schon. Ersetzen, sobald der Export geprüft ist?</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Ersetzen</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Stop the export?</source>
        <translation>Den Export anhalten?</translation>
    </message>
    <message>
        <source>What was written so far is removed; the destination stays as it is.</source>
        <translation>Was bisher geschrieben wurde, wird entfernt; das Ziel bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weitermachen</translation>
    </message>
    <message>
        <source>&amp;Hide</source>
        <translation>&amp;Ausblenden</translation>
    </message>
    <message>
        <source>The export goes on; the window shows how far it is</source>
        <translation>Der Export geht weiter; das Fenster zeigt, wie weit er ist</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more file(s) are there already. Replace them when the export is verified?</source>
        <translation>
            <numerusform>%1 und %n weitere Datei sind schon vorhanden. Sollen sie ersetzt werden, sobald der Export geprüft ist?</numerusform>
            <numerusform>%1 und %n weitere Dateien sind schon vorhanden. Sollen sie ersetzt werden, sobald der Export geprüft ist?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportForm</name>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>Fi&amp;les</source>
        <translation>&amp;Dateien</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Before you &amp;start</source>
        <translation>Vor dem &amp;Start</translation>
    </message>
    <message>
        <source>What to know before starting</source>
        <translation>Was vor dem Start zu wissen ist</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen …</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>One file</source>
        <translation>Eine Datei</translation>
    </message>
    <message>
        <source>Files of at most</source>
        <translation>Dateien von höchstens</translation>
    </message>
    <message>
        <source>Split as the source is</source>
        <translation>Geteilt wie die Quelle</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source>Size of a file</source>
        <translation>Größe einer Datei</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>✗ %1</source>
        <translation>✗ %1</translation>
    </message>
    <message>
        <source>Nothing stands out: every tensor gets the type that was chosen.</source>
        <translation>Nichts fällt auf: jeder Tensor bekommt den gewählten Typ.</translation>
    </message>
    <message>
        <source>✓ Ready: the file is written beside its destination first and takes its name only when it has been read back and checked.</source>
        <translation>✓ Bereit: die Datei wird zuerst neben ihrem Ziel geschrieben und bekommt ihren Namen erst, wenn sie zurückgelesen und geprüft ist.</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportOutcome</name>
    <message>
        <source>Show in &amp;folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Write 0 for them and export</source>
        <translation>Dafür &amp;0 schreiben und exportieren</translation>
    </message>
    <message>
        <source>✓ Exported and verified</source>
        <translation>✓ Exportiert und geprüft</translation>
    </message>
    <message>
        <source>Nothing was changed at the destination.</source>
        <translation>Am Ziel wurde nichts geändert.</translation>
    </message>
    <message>
        <source>✗ %1</source>
        <translation>✗ %1</translation>
    </message>
    <message>
        <source>Files are replaced only after all of them are verified.</source>
        <translation>Dateien werden erst ersetzt, wenn alle geprüft sind.</translation>
    </message>
    <message>
        <source>This was the export of %1. Another model was opened meanwhile; it was not touched.</source>
        <translation>Das war der Export von %1. Inzwischen wurde ein anderes Modell geöffnet; es blieb unberührt.</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportProgress</name>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt …</translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportText</name>
    <message>
        <source>one file</source>
        <translation>eine Datei</translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2) in %3</source>
        <translation>%1 (%2) in %3</translation>
    </message>
    <message>
        <source>%1 bits/weight</source>
        <translation>%1 Bit/Gewicht</translation>
    </message>
    <message>
        <source>%1 free there</source>
        <translation>%1 dort frei</translation>
    </message>
    <message>
        <source>%1 is there already and would be replaced when the export is verified.</source>
        <translation>%1 gibt es schon und würde ersetzt, sobald der Export geprüft ist.</translation>
    </message>
    <message>
        <source>%1: %2 instead of %3. %4.</source>
        <translation>%1: %2 statt %3. %4.</translation>
    </message>
    <message>
        <source>Verifying: reading everything back</source>
        <translation>Wird geprüft: alles wird zurückgelesen</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Wird kodiert</translation>
    </message>
    <message>
        <source>Encoding %1</source>
        <translation>%1 wird kodiert</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message numerus="yes">
        <source>Checked: %1 reopened, and all %n tensors decoded; names, shapes, types and the checksum of every tensor are as planned.</source>
        <translation>
            <numerusform>Geprüft: %1 wieder geöffnet und %n Tensor dekodiert; Name, Form, Typ und Prüfsumme sind wie geplant.</numerusform>
            <numerusform>Geprüft: %1 wieder geöffnet und alle %n Tensoren dekodiert; Namen, Formen, Typen und die Prüfsumme jedes Tensors sind wie geplant.</numerusform>
        </translation>
    </message>
    <message>
        <source>the file was</source>
        <translation>die Datei wurde</translation>
    </message>
    <message>
        <source>the files were</source>
        <translation>die Dateien wurden</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) that were no numbers were written as 0, in %1.</source>
        <translation>
            <numerusform>%n Wert, der keine Zahl war, wurde als 0 geschrieben, in %1.</numerusform>
            <numerusform>%n Werte, die keine Zahlen waren, wurden als 0 geschrieben, in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) beyond ±65504 do not fit f16 and were written as ±65504, in %1. bf16 holds them.</source>
        <translation>
            <numerusform>%n Wert jenseits von ±65504 passt nicht in f16 und wurde als ±65504 geschrieben, in %1. bf16 fasst ihn.</numerusform>
            <numerusform>%n Werte jenseits von ±65504 passen nicht in f16 und wurden als ±65504 geschrieben, in %1. bf16 fasst sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>effort: %1</source>
        <translation>Aufwand: %1</translation>
    </message>
    <message>
        <source>%1 written in %2 (effort: %3):</source>
        <translation>%1 in %2 geschrieben (Aufwand: %3):</translation>
    </message>
    <message>
        <source>on %1 and the CPU</source>
        <translation>auf %1 und der CPU</translation>
    </message>
    <message>
        <source>%1 did %2 of %3 slabs, the CPU the others.</source>
        <translation>%1 hat %2 von %3 Abschnitten erledigt, die CPU die anderen.</translation>
    </message>
</context>
<context>
    <name>halftone::app::FailureBar</name>
    <message>
        <source>Why the selection could not be measured</source>
        <translation>Warum die Auswahl nicht gemessen werden konnte</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>&amp;Erneut versuchen</translation>
    </message>
    <message>
        <source>✗ Not measured: %1</source>
        <translation>✗ Nicht gemessen: %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::Help</name>
    <message>
        <source>Arrow keys, Home, End</source>
        <translation>Pfeiltasten, Pos1, Ende</translation>
    </message>
    <message>
        <source>Move over the map</source>
        <translation>Über die Karte gehen</translation>
    </message>
    <message>
        <source>Shift + arrow keys</source>
        <translation>Umschalt + Pfeiltasten</translation>
    </message>
    <message>
        <source>Extend the selection</source>
        <translation>Die Auswahl erweitern</translation>
    </message>
    <message>
        <source>Ctrl + arrow keys</source>
        <translation>Strg + Pfeiltasten</translation>
    </message>
    <message>
        <source>Move and keep the selection</source>
        <translation>Gehen und die Auswahl behalten</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Add the current cell to the selection, or take it away</source>
        <translation>Die aktuelle Zelle zur Auswahl nehmen oder daraus entfernen</translation>
    </message>
    <message>
        <source>1 to 8</source>
        <translation>1 bis 8</translation>
    </message>
    <message>
        <source>Give the usual type of that many bits</source>
        <translation>Den üblichen Typ mit so vielen Bit geben</translation>
    </message>
    <message>
        <source>+ and −</source>
        <translation>+ und −</translation>
    </message>
    <message>
        <source>One usual type more or less</source>
        <translation>Ein üblicher Typ mehr oder weniger</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Back to the preset</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Leave paint mode, or select nothing</source>
        <translation>Malen beenden oder nichts auswählen</translation>
    </message>
    <message>
        <source>Ctrl + mouse wheel</source>
        <translation>Strg + Mausrad</translation>
    </message>
    <message>
        <source>Zoom the map</source>
        <translation>Die Karte zoomen</translation>
    </message>
    <message>
        <source>Click, Ctrl + click, Shift + click</source>
        <translation>Klick, Strg + Klick, Umschalt + Klick</translation>
    </message>
    <message>
        <source>Select; row names and layer numbers select lines</source>
        <translation>Auswählen; Zeilennamen und Schichtnummern wählen ganze Linien</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>Auf der Karte</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>About Halftone</source>
        <translation>Über Halftone</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Halftone %1&lt;/h3&gt;&lt;p&gt;A studio for compressing language models.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Halftone %1&lt;/h3&gt;&lt;p&gt;Ein Studio zum Verkleinern von Sprachmodellen.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. Built with Qt %1 and QCustomPlot.</source>
        <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer. Gebaut mit Qt %1 und QCustomPlot.</translation>
    </message>
</context>
<context>
    <name>halftone::app::InspectorHeader</name>
    <message>
        <source>Selected tensor</source>
        <translation>Gewählter Tensor</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>Kein Modell geöffnet</translation>
    </message>
    <message>
        <source>Open a model to see what its tensors hold and what each type would cost them.</source>
        <translation>Öffnen Sie ein Modell, um zu sehen, was seine Tensoren enthalten und was jeder Typ sie kosten würde.</translation>
    </message>
    <message>
        <source>Nothing is selected</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>Select a tensor on the map to compare types for it.</source>
        <translation>Wählen Sie auf der Karte einen Tensor, um Typen für ihn zu vergleichen.</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Columns × rows, as GGUF orders them · type in the file → type in the plan · size in the plan (%1)</source>
        <translation>Spalten × Zeilen, in der Reihenfolge von GGUF · Typ in der Datei → Typ im Plan · Größe im Plan (%1)</translation>
    </message>
    <message>
        <source>There is no plan: %1</source>
        <translation>Es gibt keinen Plan: %1</translation>
    </message>
    <message>
        <source>The plan leaves this tensor out.</source>
        <translation>Der Plan lässt diesen Tensor weg.</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>%n tensors selected</source>
        <translation>
            <numerusform>%n Tensor gewählt</numerusform>
            <numerusform>%n Tensoren gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Worst error: %1 in %2.</source>
        <translation>Größter Schaden: %1 in %2.</translation>
    </message>
    <message>
        <source>Measured so far: %1 of %2.</source>
        <translation>Bisher gemessen: %1 von %2.</translation>
    </message>
    <message>
        <source>Their errors are not measured yet.</source>
        <translation>Ihre Fehler sind noch nicht gemessen.</translation>
    </message>
</context>
<context>
    <name>halftone::app::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
</context>
<context>
    <name>halftone::app::JobsBar</name>
    <message>
        <source>Running jobs</source>
        <translation>Laufende Aufgaben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 (+%2 more)</source>
        <translation>%1 (+%2 weitere)</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>hält an …</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Progress of the job</source>
        <translation>Fortschritt der Aufgabe</translation>
    </message>
</context>
<context>
    <name>halftone::app::Lenses</name>
    <message>
        <source>Bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Sign loss</source>
        <translation>Vorzeichenverlust</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Ausreißer</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bit je Gewicht</translation>
    </message>
    <message>
        <source>Size in the output</source>
        <translation>Größe in der Ausgabe</translation>
    </message>
    <message>
        <source>Weights that become zero and lose their sign</source>
        <translation>Gewichte, die null werden, ohne Vorzeichen</translation>
    </message>
    <message>
        <source>Largest weight, in σ of its tensor</source>
        <translation>Größtes Gewicht in σ seines Tensors</translation>
    </message>
    <message>
        <source>%1 σ</source>
        <translation>%1 σ</translation>
    </message>
    <message>
        <source>≤ %1</source>
        <translation>≤ %1</translation>
    </message>
    <message>
        <source>≥ %1</source>
        <translation>≥ %1</translation>
    </message>
    <message>
        <source>Error (SQNR): lower is more damage</source>
        <translation>SQNR: weniger ist schlechter</translation>
    </message>
</context>
<context>
    <name>halftone::app::MainWindow</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Main</source>
        <translation>Hauptleiste</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Linse</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Typen</translation>
    </message>
    <message>
        <source>Encoding with the importance matrix %1</source>
        <translation>Kodiert mit der Wichtigkeitsmatrix %1</translation>
    </message>
    <message>
        <source>Opening another model gives up the types chosen by hand.</source>
        <translation>Wenn Sie ein anderes Modell öffnen, gehen die von Hand gewählten Typen verloren.</translation>
    </message>
    <message>
        <source>The sample model is not there</source>
        <translation>Das Beispielmodell fehlt</translation>
    </message>
    <message>
        <source>It was not installed with this program. Open a model of your own.</source>
        <translation>Es wurde nicht mit diesem Programm installiert. Öffnen Sie ein eigenes Modell.</translation>
    </message>
    <message>
        <source>Give up changes?</source>
        <translation>Änderungen verwerfen?</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Ein Modell öffnen</translation>
    </message>
    <message>
        <source>Models (*.gguf *.safetensors *.json)</source>
        <translation>Modelle (*.gguf *.safetensors *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a folder that holds one model</source>
        <translation>Einen Ordner mit einem Modell öffnen</translation>
    </message>
    <message>
        <source>Open an importance matrix</source>
        <translation>Eine Wichtigkeitsmatrix öffnen</translation>
    </message>
    <message>
        <source>Importance matrices (*.gguf *.dat *.imatrix)</source>
        <translation>Wichtigkeitsmatrizen (*.gguf *.dat *.imatrix)</translation>
    </message>
    <message>
        <source>Written and verified: %1</source>
        <translation>Geschrieben und geprüft: %1</translation>
    </message>
    <message>
        <source>%1 — Halftone</source>
        <translation>%1 — Halftone</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese Liste &amp;leeren</translation>
    </message>
    <message>
        <source>Closing gives up the types chosen by hand.</source>
        <translation>Beim Schließen gehen die von Hand gewählten Typen verloren.</translation>
    </message>
    <message>
        <source>Importance: %1</source>
        <translation>Wichtigkeit: %1</translation>
    </message>
    <message>
        <source>%1 (was not found)</source>
        <translation>%1 (nicht gefunden)</translation>
    </message>
    <message>
        <source>Only files on this computer can be opened</source>
        <translation>Nur Dateien auf diesem Computer können geöffnet werden</translation>
    </message>
    <message>
        <source>Effort</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>%1 + CPU</source>
        <translation>%1 + CPU</translation>
    </message>
</context>
<context>
    <name>halftone::app::Map</name>
    <message>
        <source>Select tensors first: click a cell, a row name or a layer number</source>
        <translation>Wählen Sie zuerst Tensoren: klicken Sie auf eine Zelle, einen Zeilennamen oder eine Schichtnummer</translation>
    </message>
    <message>
        <source>&amp;Give type</source>
        <translation>Typ &amp;geben</translation>
    </message>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>%1	%2 bits</source>
        <translation>%1	%2 Bit</translation>
    </message>
    <message>
        <source>&amp;More bits	+</source>
        <translation>&amp;Mehr Bit	+</translation>
    </message>
    <message>
        <source>&amp;Fewer bits	−</source>
        <translation>&amp;Weniger Bit	−</translation>
    </message>
    <message>
        <source>&amp;Back to the preset	Del</source>
        <translation>&amp;Zurück zur Vorgabe	Entf</translation>
    </message>
    <message>
        <source>Select the &amp;row %1</source>
        <translation>&amp;Zeile %1 auswählen</translation>
    </message>
    <message>
        <source>Select &amp;layer %1</source>
        <translation>&amp;Schicht %1 auswählen</translation>
    </message>
    <message>
        <source>Select all of &amp;type %1</source>
        <translation>Alle vom &amp;Typ %1 auswählen</translation>
    </message>
    <message>
        <source>Select all chosen by &amp;hand</source>
        <translation>Alle von &amp;Hand gewählten auswählen</translation>
    </message>
    <message>
        <source>Select &amp;all	Ctrl+A</source>
        <translation>&amp;Alles auswählen	Strg+A</translation>
    </message>
    <message>
        <source>Embedding and output</source>
        <translation>Einbettung und Ausgabe</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>Feed-forward</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Weitere</translation>
    </message>
</context>
<context>
    <name>halftone::app::MapLegend</name>
    <message>
        <source>Legend of the map</source>
        <translation>Legende der Karte</translation>
    </message>
    <message>
        <source>The area of a dot is its bits per weight</source>
        <translation>Die Fläche eines Punkts sind seine Bit je Gewicht</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>Chosen by hand: the preset does not decide this tensor</source>
        <translation>Von Hand gewählt: die Vorgabe entscheidet diesen Tensor nicht</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>bleibt</translation>
    </message>
    <message>
        <source>Never quantized: norms and other small tensors keep their precision</source>
        <translation>Nie quantisiert: Normen und andere kleine Tensoren behalten ihre Genauigkeit</translation>
    </message>
    <message numerus="yes">
        <source>%n hidden</source>
        <translation>
            <numerusform>%n verborgen</numerusform>
            <numerusform>%n verborgen</numerusform>
        </translation>
    </message>
    <message>
        <source>Norms and other small tensors that are never quantized: View → Show small tensors</source>
        <translation>Normen und andere kleine Tensoren, die nie quantisiert werden: Ansicht → Kleine Tensoren zeigen</translation>
    </message>
    <message>
        <source>measuring %1 of %2</source>
        <translation>%1 von %2 gemessen</translation>
    </message>
    <message>
        <source>≈ exact %1 of %2</source>
        <translation>≈ genau: %1 von %2</translation>
    </message>
    <message>
        <source>≈ marks figures measured on a sample of rows; exact ones follow</source>
        <translation>≈ heißt: an einer Stichprobe von Zeilen gemessen; genaue Werte folgen</translation>
    </message>
    <message>
        <source>fell back</source>
        <translation>ausgewichen</translation>
    </message>
    <message>
        <source>Fell back: its rows do not divide into blocks of the type that was wanted, so it gets another</source>
        <translation>Ausgewichen: Die Zeilen lassen sich nicht in Blöcke des gewünschten Typs teilen, daher ein anderer</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>nicht gemessen</translation>
    </message>
    <message>
        <source>This figure is still being measured; with a cross, it failed</source>
        <translation>Dieser Wert wird noch gemessen; mit einem Kreuz ist es fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>✗ %n failed</source>
        <translation>
            <numerusform>✗ %n fehlgeschlagen</numerusform>
            <numerusform>✗ %n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) could not be measured: select one to see why and to try again</source>
        <translation>
            <numerusform>%n Tensor ließ sich nicht messen: Er sagt, warum, wenn er ausgewählt ist, und lässt sich erneut messen</numerusform>
            <numerusform>%n Tensoren ließen sich nicht messen: Jeder sagt, warum, wenn er ausgewählt ist, und lässt sich erneut messen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::MapModel</name>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>Outside the layers</source>
        <translation>Außerhalb der Schichten</translation>
    </message>
    <message>
        <source>%1 · stays %2</source>
        <translation>%1 · bleibt %2</translation>
    </message>
    <message>
        <source>%1 · %2 → %3</source>
        <translation>%1 · %2 → %3</translation>
    </message>
    <message>
        <source>%1 bits per weight · %2</source>
        <translation>%1 Bit je Gewicht · %2</translation>
    </message>
    <message>
        <source>SQNR %1 · sign lost %2</source>
        <translation>SQNR %1 · Vorzeichen verloren %2</translation>
    </message>
    <message>
        <source>Error and sign loss are not measured yet</source>
        <translation>Fehler und Vorzeichenverlust sind noch nicht gemessen</translation>
    </message>
    <message>
        <source>Largest weight %1 · excess kurtosis %2</source>
        <translation>Größtes Gewicht %1 · Exzess-Kurtosis %2</translation>
    </message>
    <message>
        <source>%1, layer %2: %3</source>
        <translation>%1, Schicht %2: %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, chosen by hand</source>
        <translation>, von Hand gewählt</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>, fell back</source>
        <translation>, ausgewichen</translation>
    </message>
    <message>
        <source>Error and sign loss could not be measured: select the tensor to see why</source>
        <translation>Fehler und Vorzeichenverlust ließen sich nicht messen: Wenn der Tensor ausgewählt ist, steht da, warum</translation>
    </message>
    <message>
        <source>Outliers could not be measured</source>
        <translation>Ausreißer ließen sich nicht messen</translation>
    </message>
    <message>
        <source>could not be measured</source>
        <translation>ließ sich nicht messen</translation>
    </message>
</context>
<context>
    <name>halftone::app::MapPanel</name>
    <message>
        <source>Quantize it again</source>
        <translation>Erneut quantisieren</translation>
    </message>
    <message>
        <source>What the first quantization lost stays lost, and the second loses more</source>
        <translation>Was die erste Quantisierung verlor, bleibt verloren, und die zweite verliert mehr</translation>
    </message>
</context>
<context>
    <name>halftone::app::MapView</name>
    <message>
        <source>Map of the model&apos;s tensors</source>
        <translation>Karte der Tensoren des Modells</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
</context>
<context>
    <name>halftone::app::Measurements</name>
    <message>
        <source>Measuring the plan</source>
        <translation>Der Plan wird gemessen</translation>
    </message>
    <message>
        <source>Compare types</source>
        <translation>Typen vergleichen</translation>
    </message>
    <message>
        <source>Analyse a tensor</source>
        <translation>Einen Tensor untersuchen</translation>
    </message>
</context>
<context>
    <name>halftone::app::MemoryBar</name>
    <message>
        <source>Weights as a part of the free memory</source>
        <translation>Gewichte als Teil des freien Speichers</translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation>%1 Prozent</translation>
    </message>
</context>
<context>
    <name>halftone::app::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Not everything can be opened</source>
        <translation>Nicht alles kann geöffnet werden</translation>
    </message>
</context>
<context>
    <name>halftone::app::MetadataModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelFacts</name>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n Datei, %1</numerusform>
            <numerusform>%n Dateien, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 query, %2 key-value</source>
        <translation>%1 Query, %2 Key-Value</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Breite</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>%1, %2 used</source>
        <translation>%1, davon %2 benutzt</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Bits per weight</source>
        <translation>Bit je Gewicht</translation>
    </message>
    <message>
        <source>Counted from the tensors: %1 for %2 weights</source>
        <translation>Aus den Tensoren gezählt: %1 für %2 Gewichte</translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelOpener</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>%n Datei öffnen</numerusform>
            <numerusform>%n Dateien öffnen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelPanel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>Es ist kein Modell geöffnet.</translation>
    </message>
    <message>
        <source>Filter keys and values</source>
        <translation>Schlüssel und Werte filtern</translation>
    </message>
    <message>
        <source>Filter of the metadata</source>
        <translation>Filter der Metadaten</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message numerus="yes">
        <source>Metadata: %n key(s)</source>
        <translation>
            <numerusform>Metadaten: %n Schlüssel</numerusform>
            <numerusform>Metadaten: %n Schlüssel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Metadata: %1 of %n key(s)</source>
        <translation>
            <numerusform>Metadaten: %1 von %n Schlüssel</numerusform>
            <numerusform>Metadaten: %1 von %n Schlüsseln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::Numbers</name>
    <message>
        <source>%1 TB</source>
        <translation>%1 TB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source>%1 T</source>
        <translation>%1 Bio.</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>&lt; %1 %</source>
        <translation>&lt; %1 %</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
</context>
<context>
    <name>halftone::app::OutlierModel</name>
    <message>
        <source>Row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Decoded</source>
        <translation>Dekodiert</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>halftone::app::OutlierView</name>
    <message>
        <source>The largest weight is %1 σ; %2 of the weights lie beyond 6 σ. Excess kurtosis %3 (0 = normally spread).</source>
        <translation>Das größte Gewicht ist %1 σ; %2 der Gewichte liegen jenseits von 6 σ. Exzess-Kurtosis %3 (0 = normalverteilt).</translation>
    </message>
    <message>
        <source>No block of 32 is ruled by one outlier.</source>
        <translation>Kein Block von 32 wird von einem Ausreißer beherrscht.</translation>
    </message>
    <message>
        <source>In %1 of the blocks of 32 one outlier rules: with one 4-bit scale most of the others would become 0.</source>
        <translation>In %1 der Blöcke von 32 herrscht ein Ausreißer: mit einer 4-Bit-Skala würden die meisten anderen zu 0.</translation>
    </message>
    <message>
        <source>Peaks per column</source>
        <translation>Spitzen je Spalte</translation>
    </message>
    <message>
        <source>Peaks per row</source>
        <translation>Spitzen je Zeile</translation>
    </message>
    <message>
        <source>Largest weights</source>
        <translation>Größte Gewichte</translation>
    </message>
    <message>
        <source>What to show of the outliers</source>
        <translation>Was von den Ausreißern zu zeigen ist</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
</context>
<context>
    <name>halftone::app::PlotExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another folder or free some space.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Wählen Sie einen anderen Ordner oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>A plot can be saved as .png, .svg, .pdf or .csv, not as “%1”.</source>
        <translation>Ein Diagramm lässt sich als .png, .svg, .pdf oder .csv speichern, nicht als „%1“.</translation>
    </message>
    <message>
        <source>it could not be drawn</source>
        <translation>es konnte nicht gezeichnet werden</translation>
    </message>
</context>
<context>
    <name>halftone::app::PlotFrame</name>
    <message>
        <source>Plot</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>Zoom, copy and save this plot</source>
        <translation>Dieses Diagramm zoomen, kopieren und speichern</translation>
    </message>
    <message>
        <source>Plot menu of %1</source>
        <translation>Diagrammmenü von %1</translation>
    </message>
    <message>
        <source>Values under the cursor</source>
        <translation>Werte unter dem Zeiger</translation>
    </message>
    <message>
        <source>Nothing is selected.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
    <message>
        <source>Left and right arrows read out values; Ctrl with arrows pans; plus and minus zoom</source>
        <translation>Pfeile links und rechts lesen Werte ab; Strg mit Pfeilen verschiebt; Plus und Minus zoomen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy data</source>
        <translation>Daten kopieren</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Wheel zooms, drag pans, Shift+drag zooms into a box, double click shows all.</source>
        <translation>Das Rad zoomt, Ziehen verschiebt, Umschalt+Ziehen zoomt in ein Rechteck, Doppelklick zeigt alles.</translation>
    </message>
    <message>
        <source>There is nothing to save yet.</source>
        <translation>Es gibt noch nichts zu speichern.</translation>
    </message>
    <message>
        <source>Save the plot</source>
        <translation>Das Diagramm speichern</translation>
    </message>
    <message>
        <source>Image (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>Zeichnung (*.svg)</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Table of the data (*.csv)</source>
        <translation>Tabelle der Daten (*.csv)</translation>
    </message>
    <message>
        <source>The plot was not saved</source>
        <translation>Das Diagramm wurde nicht gespeichert</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
</context>
<context>
    <name>halftone::app::PresetBox</name>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>The preset decides every tensor that is not chosen by hand</source>
        <translation>Die Vorgabe entscheidet jeden Tensor, der nicht von Hand gewählt ist</translation>
    </message>
</context>
<context>
    <name>halftone::app::PresetModel</name>
    <message>
        <source>Size the presets</source>
        <translation>Größen der Vorgaben</translation>
    </message>
    <message>
        <source>wants importance</source>
        <translation>möchte Wichtigkeit</translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n Ausweichtyp</numerusform>
            <numerusform>%n Ausweichtypen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) lose less with an importance matrix: open one first</source>
        <translation>
            <numerusform>%n Tensor verliert mit einer Wichtigkeitsmatrix weniger: öffnen Sie zuerst eine</numerusform>
            <numerusform>%n Tensoren verlieren mit einer Wichtigkeitsmatrix weniger: öffnen Sie zuerst eine</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 Bit</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Per weight</source>
        <translation>Je Gewicht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>halftone::app::SelectionFigures</name>
    <message>
        <source>Compare types</source>
        <translation>Typen vergleichen</translation>
    </message>
</context>
<context>
    <name>halftone::app::SignLossPlot</name>
    <message>
        <source>Sign loss</source>
        <translation>Vorzeichenverlust</translation>
    </message>
    <message>
        <source>became 0</source>
        <translation>zu 0 geworden</translation>
    </message>
    <message>
        <source>changed sign</source>
        <translation>Vorzeichen gewechselt</translation>
    </message>
    <message>
        <source>Size of the weight: |x| / σ</source>
        <translation>Größe des Gewichts: |x| / σ</translation>
    </message>
    <message>
        <source>Share of weights (%)</source>
        <translation>Anteil der Gewichte (%)</translation>
    </message>
    <message>
        <source>Sign loss of %1</source>
        <translation>Vorzeichenverlust von %1</translation>
    </message>
    <message>
        <source>Every weight of this tensor is zero: there are no signs to lose.</source>
        <translation>Alle Gewichte dieses Tensors sind null: es gibt keine Vorzeichen zu verlieren.</translation>
    </message>
    <message>
        <source>|x| / σ</source>
        <translation>|x| / σ</translation>
    </message>
    <message>
        <source>of weights</source>
        <translation>der Gewichte</translation>
    </message>
</context>
<context>
    <name>halftone::app::TypePalette</name>
    <message>
        <source>Types</source>
        <translation>Typen</translation>
    </message>
    <message>
        <source>%1: %2 bits per weight</source>
        <translation>%1: %2 Bit je Gewicht</translation>
    </message>
    <message numerus="yes">
        <source>%n bit(s): %1</source>
        <translation>
            <numerusform>%n Bit: %1</numerusform>
            <numerusform>%n Bit: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The arrow shows all types of %n bit(s).</source>
        <translation>
            <numerusform>Der Pfeil zeigt alle Typen mit %n Bit.</numerusform>
            <numerusform>Der Pfeil zeigt alle Typen mit %n Bit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::WeightsPlot</name>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>decoded</source>
        <translation>dekodiert</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>%1σ</source>
        <translation>%1σ</translation>
    </message>
    <message>
        <source>Logarithmic counts</source>
        <translation>Logarithmische Anzahlen</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>Gewichte von %1</translation>
    </message>
    <message>
        <source>Every weight of this tensor is zero, so there is no spread to draw.</source>
        <translation>Alle Gewichte dieses Tensors sind null, es gibt keine Verteilung zu zeichnen.</translation>
    </message>
    <message>
        <source>Weights per bin (sample)</source>
        <translation>Gewichte je Klasse (Stichprobe)</translation>
    </message>
    <message>
        <source>Weights per bin</source>
        <translation>Gewichte je Klasse</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
</context>
<context>
    <name>halftone::app::WindowActions</name>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Every key, in one list</source>
        <translation>Alle Tasten in einer Liste</translation>
    </message>
    <message>
        <source>&amp;About Halftone</source>
        <translation>Ü&amp;ber Halftone</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>Version und Lizenz</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>Open a GGUF or safetensors model</source>
        <translation>Ein GGUF- oder safetensors-Modell öffnen</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>O&amp;rdner öffnen …</translation>
    </message>
    <message>
        <source>Open a folder that holds one model</source>
        <translation>Einen Ordner mit einem Modell öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Try the &amp;sample model</source>
        <translation>&amp;Beispielmodell ausprobieren</translation>
    </message>
    <message>
        <source>Open the small model that comes with Halftone</source>
        <translation>Das kleine Modell öffnen, das mit Halftone kommt</translation>
    </message>
    <message>
        <source>Open &amp;importance matrix…</source>
        <translation>&amp;Wichtigkeitsmatrix öffnen …</translation>
    </message>
    <message>
        <source>Open how much each column of the weights is used, so that encoders spare what matters</source>
        <translation>Öffnen, wie stark jede Spalte der Gewichte benutzt wird, damit beim Kodieren geschont wird, was zählt</translation>
    </message>
    <message>
        <source>Close i&amp;mportance matrix</source>
        <translation>Wichtigkeits&amp;matrix schließen</translation>
    </message>
    <message>
        <source>Encode without an importance matrix</source>
        <translation>Ohne Wichtigkeitsmatrix kodieren</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren …</translation>
    </message>
    <message>
        <source>Write the quantized GGUF</source>
        <translation>Die quantisierte GGUF-Datei schreiben</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Close Halftone</source>
        <translation>Halftone schließen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Select every tensor on the map</source>
        <translation>Alle Tensoren auf der Karte auswählen</translation>
    </message>
    <message>
        <source>&amp;More bits	+</source>
        <translation>&amp;Mehr Bit	+</translation>
    </message>
    <message>
        <source>One usual type more for the selected tensors</source>
        <translation>Ein üblicher Typ mehr für die gewählten Tensoren</translation>
    </message>
    <message>
        <source>&amp;Fewer bits	−</source>
        <translation>&amp;Weniger Bit	−</translation>
    </message>
    <message>
        <source>One usual type less for the selected tensors</source>
        <translation>Ein üblicher Typ weniger für die gewählten Tensoren</translation>
    </message>
    <message>
        <source>&amp;Back to the preset	Del</source>
        <translation>&amp;Zurück zur Vorgabe	Entf</translation>
    </message>
    <message>
        <source>Let the preset decide the selected tensors</source>
        <translation>Die Vorgabe über die gewählten Tensoren entscheiden lassen</translation>
    </message>
    <message>
        <source>Everything back to the &amp;preset</source>
        <translation>Alles zurück zur &amp;Vorgabe</translation>
    </message>
    <message>
        <source>Take back all types chosen by hand</source>
        <translation>Alle von Hand gewählten Typen zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Paint</source>
        <translation>&amp;Malen</translation>
    </message>
    <message>
        <source>Drag over the map to give the palette&apos;s type; one drag is one step to undo</source>
        <translation>Über die Karte ziehen, um den Typ der Palette zu geben; ein Zug ist ein Schritt zum Rückgängigmachen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Larger cells, with figures in them</source>
        <translation>Größere Zellen mit Werten darin</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Smaller cells</source>
        <translation>Kleinere Zellen</translation>
    </message>
    <message>
        <source>&amp;Fit the map</source>
        <translation>Karte &amp;einpassen</translation>
    </message>
    <message>
        <source>The whole map in the window</source>
        <translation>Die ganze Karte im Fenster</translation>
    </message>
    <message>
        <source>Show &amp;small tensors</source>
        <translation>Kleine &amp;Tensoren zeigen</translation>
    </message>
    <message>
        <source>Show norms and other tensors that stay as they are</source>
        <translation>Normen und andere Tensoren zeigen, die bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Colours of the program</source>
        <translation>Farben des Programms</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Linse</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Cancel opening</source>
        <translation>Öffnen abbre&amp;chen</translation>
    </message>
    <message>
        <source>Stop opening; nothing changes</source>
        <translation>Öffnen beenden; nichts ändert sich</translation>
    </message>
    <message>
        <source>What &amp;encodes…</source>
        <translation>Was &amp;kodiert …</translation>
    </message>
    <message>
        <source>The CPU alone, or a GPU beside it; how fast each is</source>
        <translation>Die CPU allein oder eine GPU daneben; wie schnell beide sind</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Halftone, a studio for compressing language models.

Opens MODEL: a GGUF or safetensors file, or a folder that holds one model.</source>
        <translation>Halftone, ein Studio zum Verkleinern von Sprachmodellen.

Öffnet MODEL: eine GGUF- oder safetensors-Datei oder einen Ordner mit einem Modell.</translation>
    </message>
    <message>
        <source>The model to open.</source>
        <translation>Das zu öffnende Modell.</translation>
    </message>
    <message>
        <source>Open the sample model.</source>
        <translation>Das Beispielmodell öffnen.</translation>
    </message>
    <message>
        <source>Write pictures of the window on MODEL (or on the sample), light and dark, 1280 × 800, to FOLDER and exit. Works without a display.</source>
        <translation>Bilder des Fensters mit MODEL (oder dem Beispiel), hell und dunkel, 1280 × 800, in den Ordner FOLDER schreiben und beenden. Geht auch ohne Bildschirm.</translation>
    </message>
</context>
</TS>
