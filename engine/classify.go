package engine

import (
	"context"
	"errors"
	"io"
	"net"

	"weir/engine/retry"
	"weir/engine/transport"
)

// classify finds what an attempt's error means for trying again; nil is
// retry.ClassNone.
func classify(err error) retry.Class {
	var late *transport.TimeoutError
	var redirect *transport.RedirectError
	var request *transport.RequestError
	var decode *transport.DecodeError
	var fault *transport.Error
	switch {
	case err == nil:
		return retry.ClassNone
	case errors.Is(err, ErrCancelled), errors.Is(err, context.Canceled), errors.Is(err, transport.ErrClosed):
		return retry.ClassCanceled
	case errors.As(err, &late):
		return retry.ClassTimeout
	case errors.As(err, &redirect):
		return retry.ClassTooManyRedirects
	case errors.As(err, &request):
		return retry.ClassRequest
	case errors.As(err, &decode):
		return retry.ClassMalformed
	case errors.Is(err, io.ErrUnexpectedEOF):
		return retry.ClassTruncated
	case errors.As(err, &fault):
		return classOfFault(fault)
	default:
		return retry.ClassOther
	}
}

func classOfFault(e *transport.Error) retry.Class {
	switch e.Fault {
	case transport.FaultDNS:
		return classOfName(e)
	case transport.FaultConnect, transport.FaultProxy:
		return retry.ClassConnect
	case transport.FaultTLS:
		return retry.ClassTLS
	case transport.FaultCertificate:
		return retry.ClassCertificate
	case transport.FaultReset:
		return retry.ClassReset
	case transport.FaultEOF:
		return retry.ClassEOF
	case transport.FaultRefused:
		return retry.ClassRefusedStream
	case transport.FaultGoAway:
		return retry.ClassGoAway
	case transport.FaultMalformed, transport.FaultHeader:
		return retry.ClassMalformed
	default:
		return retry.ClassOther
	}
}

// classOfName tells a name that does not exist from a lookup that failed.
func classOfName(err error) retry.Class {
	var name *net.DNSError
	if errors.As(err, &name) && name.IsNotFound {
		return retry.ClassNoSuchHost
	}
	return retry.ClassDNS
}
