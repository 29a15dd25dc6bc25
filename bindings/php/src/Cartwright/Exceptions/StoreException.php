<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

use MasyukAI\Cart\Exceptions\CartException;

/**
 * The store could not do what it was asked. Nothing of it was done; each kind is a class of its own.
 */
abstract class StoreException extends CartException implements EngineRefusal
{
    use CarriesDetail;
}
