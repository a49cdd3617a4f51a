// What the export dialog says about a plan before it runs and about a run after it.
// Thread-safety: pure functions.
#pragma once

#include <QString>
#include <QStringList>

#include "app/views/export/export_check.h"
#include "core/run/quantize.h"
#include "core/run/run_observer.h"

namespace halftone::app {

// "4.92 GB (4,920,734,016 bytes) in one file · 4.89 bits/weight · effort: normal · 118 GB free there".
QString exportSummary(const ExportCheck& check);

// What a person should know before starting, a sentence each: the plan's warnings, files that would be replaced, and
// every fallback with its reason.
QStringList exportNotices(const ExportCheck& check);

// "Encoding blk.3.ffn_up.weight · 1.2 of 13.6 MB · 220 MB/s · 4 s left".
QString progressText(const RunProgress& progress, const QString& tensor);

// What was written and what was checked, a paragraph each.
QStringList exportResult(const QuantizeReport& report, const Plan& plan);

}  // namespace halftone::app
