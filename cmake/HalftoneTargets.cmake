# How every target of ours is built: the language, the warnings, the sanitizers, and the include root.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(HALFTONE_CCACHE ccache)
if(HALFTONE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${HALFTONE_CCACHE}")
endif()

add_library(halftone_settings INTERFACE)
target_include_directories(halftone_settings INTERFACE "${PROJECT_SOURCE_DIR}")
# Bytes must agree across SIMD targets and compilers: a*b+c is never contracted into one rounding.
target_compile_options(halftone_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -ffp-contract=off $<$<BOOL:${HALFTONE_WERROR}>:-Werror>)
# GCC 12 mistakes std::string's operator+ for overlapping copies at -O3 (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(halftone_settings INTERFACE -Wno-restrict)
endif()
if(HALFTONE_SANITIZE)
  target_compile_options(halftone_settings INTERFACE -fsanitize=${HALFTONE_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(halftone_settings INTERFACE -fsanitize=${HALFTONE_SANITIZE})
endif()
if(HALFTONE_FUZZ)
  # Coverage counters in the libraries; only the fuzz targets link the fuzzer's main.
  target_compile_options(halftone_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()

# halftone_library(NAME SOURCES ... [PUBLIC deps...] [PRIVATE deps...])
# A wrong include across layers does not link, because each folder is a target that names its lower ones.
function(halftone_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC halftone_settings ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# halftone_app_library(NAME SOURCES ... [PUBLIC deps...] [PRIVATE deps...]): as above, with Qt's moc and a
# precompiled header of Qt's widgets shared by the whole app.
function(halftone_app_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  halftone_library(${name} SOURCES ${arg_SOURCES} PUBLIC Qt6::Widgets ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII)
  target_precompile_headers(${name} PRIVATE <QtWidgets>)
endfunction()

# halftone_test(NAME SOURCES ... LINK deps... [LABELS labels...] [ENVIRONMENT variables...]): a GoogleTest program; its
# cases become CTest's tests, labelled core unless told otherwise.
function(halftone_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT arg_LABELS)
    set(arg_LABELS core)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE halftone_test_support GTest::gtest_main GTest::gmock ${arg_LINK})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600 LABELS "${arg_LABELS}"
    ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
