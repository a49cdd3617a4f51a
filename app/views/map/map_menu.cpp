#include "app/views/map/map_menu.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/commands/type_choices.h"
#include "app/commands/type_commands.h"
#include "app/models/numbers.h"

namespace halftone::app {

namespace {

struct Map {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Map)
};

using Tell = std::function<void(const QString&)>;

void addTypes(QMenu& menu, ModelDocument& document, const Tell& tell) {
  const std::vector<TensorType> possible = typesFor(*document.model(), document.selection());
  QMenu* types = menu.addMenu(Map::tr("&Give type"));
  types->setEnabled(!possible.empty());
  for (const TypeGroup& group : encodableTypesByBits()) {
    types->addSection(Map::tr("%n bit(s)", nullptr, group.bits));
    for (const TensorType type : group.types) {
      const double bits = findTensorType(type)->bitsPerWeight();
      QAction* action = types->addAction(Map::tr("%1\t%2 bits").arg(typeText(type), bitsText(bits)));
      action->setEnabled(std::find(possible.begin(), possible.end(), type) != possible.end());
      QObject::connect(action, &QAction::triggered, &document,
                       [&document, type, tell] { tell(outcomeText(giveType(document, document.selection(), type))); });
    }
  }
}

void addSteps(QMenu& menu, ModelDocument& document, const Tell& tell) {
  const auto add = [&menu, &document, &tell](const QString& text, const std::function<Given()>& give) {
    QAction* action = menu.addAction(text);
    action->setEnabled(!document.selection().isEmpty());
    QObject::connect(action, &QAction::triggered, &document, [give, tell] { tell(outcomeText(give())); });
  };
  add(Map::tr("&More bits\t+"), [&document] { return stepBits(document, document.selection(), 1); });
  add(Map::tr("&Fewer bits\t−"), [&document] { return stepBits(document, document.selection(), -1); });
  add(Map::tr("&Back to the preset\tDel"), [&document] { return resetTypes(document, document.selection()); });
}

void addSelecting(QMenu& menu, const MapModel& model, MapSelection& selection) {
  if (const auto place = selection.current()) {
    const MapCell cell = *model.cell(place->row, place->column);
    menu.addAction(Map::tr("Select the &row %1").arg(model.mapRow(place->row).name),
                   [&selection, row = place->row] { selection.selectRow(row, SelectMode::Only); });
    if (const auto layer = model.layer(place->column))
      menu.addAction(Map::tr("Select &layer %1").arg(layer->value),
                     [&selection, column = place->column] { selection.selectColumn(column, SelectMode::Only); });
    menu.addAction(Map::tr("Select all of &type %1").arg(typeText(cell.type)), [&selection, type = cell.type] {
      selection.selectWhere([type](const MapCell& other) { return other.type == type; });
    });
  }
  menu.addAction(Map::tr("Select all chosen by &hand"),
                 [&selection] { selection.selectWhere([](const MapCell& cell) { return cell.byHand; }); });
  menu.addAction(Map::tr("Select &all\tCtrl+A"), [&selection] { selection.selectAll(); });
}

}  // namespace

void fillMapMenu(QMenu& menu, ModelDocument& document, const MapModel& model, MapSelection& selection, Tell tell) {
  addTypes(menu, document, tell);
  addSteps(menu, document, tell);
  menu.addSeparator();
  addSelecting(menu, model, selection);
}

}  // namespace halftone::app
