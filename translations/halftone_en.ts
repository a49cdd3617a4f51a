<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>halftone::app::CandidateModel</name>
    <message numerus="yes">
        <source>Give %n tensor(s) %1</source>
        <translation>
            <numerusform>Give %n tensor %1</numerusform>
            <numerusform>Give %n tensors %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::Commands</name>
    <message numerus="yes">
        <source>Give %1 to %n tensor(s)</source>
        <translation>
            <numerusform>Give %1 to %n tensor</numerusform>
            <numerusform>Give %1 to %n tensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give %1 bits to %n tensor(s)</source>
        <translation>
            <numerusform>Give %1 bits to %n tensor</numerusform>
            <numerusform>Give %1 bits to %n tensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More bits for %n tensor(s)</source>
        <translation>
            <numerusform>More bits for %n tensor</numerusform>
            <numerusform>More bits for %n tensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fewer bits for %n tensor(s)</source>
        <translation>
            <numerusform>Fewer bits for %n tensor</numerusform>
            <numerusform>Fewer bits for %n tensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Give %n tensor(s) back to the preset</source>
        <translation>
            <numerusform>Give %n tensor back to the preset</numerusform>
            <numerusform>Give %n tensors back to the preset</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) changed</source>
        <translation>
            <numerusform>%n tensor changed</numerusform>
            <numerusform>%n tensors changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) left as is: %1</source>
        <translation>
            <numerusform>%n tensor left as is: %1</numerusform>
            <numerusform>%n tensors left as is: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportDialog</name>
    <message numerus="yes">
        <source>%1 and %n more file(s) are there already. Replace them when the export is verified?</source>
        <translation>
            <numerusform>%1 and %n more file are there already. Replace them when the export is verified?</numerusform>
            <numerusform>%1 and %n more files are there already. Replace them when the export is verified?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ExportText</name>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Checked: %1 reopened, and all %n tensors decoded; names, shapes, types and the checksum of every tensor are as planned.</source>
        <translation>
            <numerusform>Checked: %1 reopened, and %n tensor decoded; names, shapes, types and the checksum of every tensor are as planned.</numerusform>
            <numerusform>Checked: %1 reopened, and all %n tensors decoded; names, shapes, types and the checksum of every tensor are as planned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) that were no numbers were written as 0, in %1.</source>
        <translation>
            <numerusform>%n value that was no number was written as 0, in %1.</numerusform>
            <numerusform>%n values that were no numbers were written as 0, in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) beyond ±65504 do not fit f16 and were written as ±65504, in %1. bf16 holds them.</source>
        <translation>
            <numerusform>%n value beyond ±65504 does not fit f16 and was written as ±65504, in %1. bf16 holds it.</numerusform>
            <numerusform>%n values beyond ±65504 do not fit f16 and were written as ±65504, in %1. bf16 holds them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::InspectorHeader</name>
    <message numerus="yes">
        <source>%n tensors selected</source>
        <translation>
            <numerusform>%n tensor selected</numerusform>
            <numerusform>%n tensors selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::Map</name>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::MapLegend</name>
    <message numerus="yes">
        <source>%n hidden</source>
        <translation>
            <numerusform>%n hidden</numerusform>
            <numerusform>%n hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✗ %n failed</source>
        <translation>
            <numerusform>✗ %n failed</numerusform>
            <numerusform>✗ %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) could not be measured: select one to see why and to try again</source>
        <translation>
            <numerusform>%n tensor could not be measured: select it to see why and to try again</numerusform>
            <numerusform>%n tensors could not be measured: select one to see why and to try again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelFacts</name>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelOpener</name>
    <message numerus="yes">
        <source>Open %n file(s)</source>
        <translation>
            <numerusform>Open %n file</numerusform>
            <numerusform>Open %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::ModelPanel</name>
    <message numerus="yes">
        <source>Metadata: %n key(s)</source>
        <translation>
            <numerusform>Metadata: %n key</numerusform>
            <numerusform>Metadata: %n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Metadata: %1 of %n key(s)</source>
        <translation>
            <numerusform>Metadata: %1 of %n key</numerusform>
            <numerusform>Metadata: %1 of %n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::PresetModel</name>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n fallback</numerusform>
            <numerusform>%n fallbacks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tensor(s) lose less with an importance matrix: open one first</source>
        <translation>
            <numerusform>%n tensor lose less with an importance matrix: open one first</numerusform>
            <numerusform>%n tensors lose less with an importance matrix: open one first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halftone::app::TypePalette</name>
    <message numerus="yes">
        <source>%n bit(s): %1</source>
        <translation>
            <numerusform>%n bit: %1</numerusform>
            <numerusform>%n bits: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The arrow shows all types of %n bit(s).</source>
        <translation>
            <numerusform>The arrow shows all types of %n bit.</numerusform>
            <numerusform>The arrow shows all types of %n bits.</numerusform>
        </translation>
    </message>
</context>
</TS>
