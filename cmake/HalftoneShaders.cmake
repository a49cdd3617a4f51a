# How shaders become part of the program: glslc, spirv-opt, our own pass against fused multiply-add, spirv-val, and a
# table of them in a C++ source.

find_program(HALFTONE_GLSLC glslc REQUIRED)
find_program(HALFTONE_SPIRV_OPT spirv-opt REQUIRED)
find_program(HALFTONE_SPIRV_VAL spirv-val REQUIRED)

# The pass is made twice: without it spirv-opt folds (x + c) - c into x, and what it makes anew is to be marked as well.
# halftone_shader(FILE [VARIANT name] [DEFINES ...]): compiles FILE (NAME.comp, of this folder), and appends NAME, or
# NAME.VARIANT, to HALFTONE_SHADERS.
function(halftone_shader file)
  cmake_parse_arguments(arg "" "VARIANT" "DEFINES" ${ARGN})
  get_filename_component(name "${file}" NAME_WE)
  if(arg_VARIANT)
    string(APPEND name ".${arg_VARIANT}")
  endif()
  list(TRANSFORM arg_DEFINES PREPEND "-D")
  set(stem "${CMAKE_CURRENT_BINARY_DIR}/${name}")
  add_custom_command(
    OUTPUT "${stem}.spv"
    COMMAND "${HALFTONE_GLSLC}" --target-env=vulkan1.1 -fshader-stage=compute -Werror ${arg_DEFINES}
            -I "${CMAKE_CURRENT_SOURCE_DIR}" -MD -MF "${stem}.d" -o "${stem}.raw.spv" "${CMAKE_CURRENT_SOURCE_DIR}/${file}"
    COMMAND no_contraction "${stem}.raw.spv" "${stem}.exact.spv"
    COMMAND "${HALFTONE_SPIRV_OPT}" --target-env=vulkan1.1 -O "${stem}.exact.spv" -o "${stem}.opt.spv"
    COMMAND no_contraction "${stem}.opt.spv" "${stem}.spv"
    COMMAND "${HALFTONE_SPIRV_VAL}" --target-env vulkan1.1 "${stem}.spv"
    DEPENDS "${file}" no_contraction
    DEPFILE "${stem}.d"
    COMMENT "Compiling shader ${name}"
    VERBATIM)
  set(HALFTONE_SHADERS ${HALFTONE_SHADERS} "${name}=${stem}.spv" PARENT_SCOPE)
endfunction()

# halftone_embed_shaders(TARGET): a library of all of HALFTONE_SHADERS.
function(halftone_embed_shaders target)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp")
  set(files ${HALFTONE_SHADERS})
  list(TRANSFORM files REPLACE "^[^=]*=" "")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND embed_shaders "${source}" ${HALFTONE_SHADERS}
    DEPENDS ${files} embed_shaders
    COMMENT "Embedding shaders"
    VERBATIM)
  add_library(${target} STATIC "${source}")
  target_link_libraries(${target} PRIVATE halftone_settings)
endfunction()
