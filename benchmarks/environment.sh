# Sourced: what ./dapple sets for the engine, here for both sides of a comparison.
export DAPPLE_THREADS=${DAPPLE_THREADS:-2}
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-268435456}
export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-536870912}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$DAPPLE_THREADS}
export GOMP_SPINCOUNT=${GOMP_SPINCOUNT:-2000}
# libtorch warns once of a detail of DJL that nobody here can change.
export TORCH_CPP_LOG_LEVEL=${TORCH_CPP_LOG_LEVEL:-ERROR}
export OPT_OUT_TRACKING=true
