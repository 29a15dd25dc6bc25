<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * Nothing is known of a token of data versions: a change that was to be confirmed is to be rolled back, a reconciliation
 * begun anew.
 */
final class ForgottenChangeException extends VersionsException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'versions_forgotten';
}
