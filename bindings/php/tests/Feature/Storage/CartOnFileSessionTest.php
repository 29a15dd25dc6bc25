<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\AnyStorage\CartOnAnyStorage;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use MasyukAI\Cart\Storage\StorageInterface;

final class CartOnFileSessionTest extends CartOnAnyStorage
{
    use WithoutItemLimit;

    private Directory $directory;

    protected function makeStorage(): StorageInterface
    {
        $this->directory = new Directory();

        return Shelves::SessionFile->storage($this->directory->path);
    }
}
