<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\Shelves;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnSessionTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    protected function makeStorage(): StorageInterface
    {
        return Shelves::SessionArray->storage('');
    }
}
