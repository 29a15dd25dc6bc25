<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use LogicException;

/**
 * What takes back everything that is held has to be confirmed.
 */
final class NotConfirmedException extends LogicException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'not_confirmed';
}
