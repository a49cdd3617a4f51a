#include "app/views/plots/histogram_data.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace halftone::app {

double binWidth(const Histogram& histogram) {
  return histogram.bins.empty() ? 0 : (histogram.high - histogram.low) / static_cast<double>(histogram.bins.size());
}

std::vector<double> binCenters(const Histogram& histogram) {
  const double width = binWidth(histogram);
  std::vector<double> centers(histogram.bins.size());
  for (std::size_t i = 0; i < centers.size(); ++i) centers[i] = histogram.low + (static_cast<double>(i) + 0.5) * width;
  return centers;
}

std::vector<double> binCounts(const Histogram& histogram) {
  std::vector<double> counts(histogram.bins.size());
  std::transform(histogram.bins.begin(), histogram.bins.end(), counts.begin(),
                 [](std::uint64_t count) { return static_cast<double>(count); });
  return counts;
}

CountRange countRange(std::initializer_list<const std::vector<double>*> counts, bool logarithmic) {
  double most = 1;
  for (const std::vector<double>* column : counts)
    for (const double count : *column) most = std::max(most, count);
  // On the logarithmic axis a lone value must still stand above the base line.
  return logarithmic ? CountRange{0.6, most * std::pow(most / 0.6, 0.18)} : CountRange{0, most * 1.15};
}

void fillGraph(QCPGraph& graph, const std::vector<double>& xs, const std::vector<double>& ys) {
  QVector<QCPGraphData> points;
  const std::size_t count = std::min(xs.size(), ys.size());
  points.reserve(static_cast<qsizetype>(count));
  for (std::size_t i = 0; i < count; ++i) points.append(QCPGraphData(xs[i], ys[i]));
  graph.data()->set(points, true);
}

}  // namespace halftone::app
