"""HTTP and Lambda shapes: what comes in is checked here, what goes out is worded here. pydantic's models live here alone."""
