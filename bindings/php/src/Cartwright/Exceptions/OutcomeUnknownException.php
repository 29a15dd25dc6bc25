<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;
use Throwable;

/**
 * The connection was lost while a change was stored: it may be stored, or not. Nothing was repeated; read again what
 * was to be changed before you decide.
 */
class OutcomeUnknownException extends CartException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'outcome_unknown';

    /**
     * After a connection that was lost while something was stored.
     */
    public static function afterLosing(?Throwable $failure): self
    {
        return new self(
            'The connection to the database was lost while the cart was stored, so it is not known whether the change'
            . ' is there; nothing was repeated, read the cart again before you decide',
            [],
            $failure,
        );
    }

    /**
     * After a connection that was lost during the COMMIT of a change of the application's data.
     */
    public static function ofCommit(?Throwable $failure): self
    {
        return new self(
            'The connection to the database was lost during the COMMIT, so it is not known whether the change is there;'
            . ' nothing was repeated, read the data again before you decide',
            [],
            $failure,
        );
    }
}
