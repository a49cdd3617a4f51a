// MapModel: the map's data. Columns are layers (after one column for tensors outside of them), rows are roles; a cell
// is one tensor, or empty. It only displays: it changes neither the document nor the measurements. Thread-safety: GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QTimer>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"
#include "app/models/lens.h"

namespace halftone::app {

// What is drawn of one tensor.
struct MapCell {
  TensorId tensor;
  TensorType type = TensorType::F32;
  double bits = 0;  // per weight
  bool byHand = false;
  bool fixed = false;                // never quantized: no type can be given to it
  bool fellBack = false;             // its row does not divide into the wanted type's blocks
  std::optional<LensFigure> figure;  // none: not measured yet, or
  bool failed = false;               // it could not be measured
};

struct MapRow {
  QString name;  // "ffn_down"
  RoleGroup group = RoleGroup::Other;
  bool minor = false;  // only tensors that are never quantized: norms and the like
};

class MapModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Role {
    TensorRole = Qt::UserRole + 1,  // the tensor's index in its model, as uint
    TypeRole,                       // QString
    BitsRole,                       // double, bits per weight
    BytesRole,                      // qulonglong, in the output
    FigureRole,                     // double under the lens; invalid if not measured
    SampledRole,                    // bool
    ByHandRole,                     // bool
    FixedRole,                      // bool
    FellBackRole,                   // bool
    FailedRole,                     // bool: measuring the figure failed
  };

  // REQUIRES: the document and the measurements outlive the model.
  MapModel(ModelDocument& document, const Measurements& measurements, QObject* parent = nullptr);

  Lens lens() const { return m_scale.lens(); }
  void setLens(Lens lens);
  const LensScale& scale() const { return m_scale; }

  // Whether rows of tensors that are never quantized are shown (off at first), and how many tensors are left out.
  bool minorShown() const { return m_minorShown; }
  void setMinorShown(bool shown);
  int hiddenTensors() const { return m_hiddenTensors; }

  // REQUIRES: row and column inside the table.
  const MapRow& mapRow(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  const MapCell* cell(int row, int column) const;  // null = empty
  // The layer of a column; nothing for the column of tensors outside the layers.
  std::optional<LayerIndex> layer(int column) const { return m_layers[static_cast<std::size_t>(column)]; }
  std::optional<std::pair<int, int>> position(TensorId tensor) const;  // row, column; nothing if it is not shown

  // A cell in words: for tooltips (several lines) and for screen readers (one line).
  QString describe(const MapCell& cell) const;
  QString speak(int row, int column) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 signals:
  void scaleChanged();

 private:
  void rebuild();
  std::vector<int> makeRows();
  void placeTensors();
  void fill(MapCell& cell) const;
  std::optional<LensFigure> figureOf(const MapCell& cell) const;
  bool hasFailed(const MapCell& cell) const;  // its figure under the lens
  void refresh(const QList<TensorId>& tensors);
  void refreshAll();
  void refreshLater(TensorId tensor);
  void updateScale();
  std::size_t slot(int row, int column) const {
    return static_cast<std::size_t>(row) * m_layers.size() + static_cast<std::size_t>(column);
  }

  ModelDocument& m_document;
  const Measurements& m_measurements;
  std::vector<MapRow> m_rows;
  std::vector<std::optional<LayerIndex>> m_layers;  // of each column
  std::vector<std::optional<MapCell>> m_cells;      // row by row
  std::vector<std::int32_t> m_slotOfTensor;         // -1 = not shown
  LensScale m_scale;
  bool m_minorShown = false;
  int m_hiddenTensors = 0;
  std::set<TensorId> m_stale;  // measured since the last refresh
  QTimer m_refreshTimer;
};

}  // namespace halftone::app
