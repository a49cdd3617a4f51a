// Histograms as what QCustomPlot draws.
// Thread-safety: pure functions, but fillGraph, which belongs to the GUI thread.
#pragma once

#include <initializer_list>
#include <vector>

#include "core/analysis/tensor_analysis.h"

class QCPGraph;

namespace halftone::app {

std::vector<double> binCenters(const Histogram& histogram);
std::vector<double> binCounts(const Histogram& histogram);
double binWidth(const Histogram& histogram);

// From below one value to above the fullest bin, with room for labels.
struct CountRange {
  double low = 0;
  double high = 1;
};
CountRange countRange(std::initializer_list<const std::vector<double>*> counts, bool logarithmic);

// Points in ascending order of x.
void fillGraph(QCPGraph& graph, const std::vector<double>& xs, const std::vector<double>& ys);

}  // namespace halftone::app
