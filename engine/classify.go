package engine

import (
	"errors"

	"weir/engine/retry"
	"weir/engine/transport"
)

// classify finds what an attempt's error means for trying again: first the
// errors that the engine and its transport made, then those of net/http.
func classify(err error) retry.Class {
	var redirect *transport.RedirectError
	var request *transport.RequestError
	var decode *transport.DecodeError
	var fault *transport.Error
	switch {
	case errors.Is(err, ErrCancelled), errors.Is(err, transport.ErrClosed):
		return retry.ClassCanceled
	case errors.As(err, &redirect):
		return retry.ClassTooManyRedirects
	case errors.As(err, &request):
		return retry.ClassUnsupportedScheme
	case errors.As(err, &decode):
		return retry.ClassMalformed
	case errors.As(err, &fault) && (fault.Fault == transport.FaultMalformed || fault.Fault == transport.FaultHeader):
		return retry.ClassMalformed
	case errors.As(err, &fault) && fault.Fault == transport.FaultProxy:
		return retry.ClassConnect
	default:
		return retry.Classify(err)
	}
}
