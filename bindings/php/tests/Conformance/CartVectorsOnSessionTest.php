<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\Shelves;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * The same vectors, as calls of a Cart in a session: PHP keeps the values, the engine computes.
 */
class CartVectorsOnSessionTest extends CartVectorsTest
{
    protected function makeStorage(): StorageInterface
    {
        return Shelves::SessionArray->storage('');
    }

    public static function operations(): iterable
    {
        return self::withinAnySize(parent::operations());
    }

    public static function merges(): iterable
    {
        return self::withinAnySize(parent::merges());
    }

    /**
     * How many items there are, and how large they are together, is limited where a database's column is.
     *
     * @param iterable<string, array{array<string, mixed>, array<string, mixed>}> $vectors
     *
     * @return iterable<string, array{array<string, mixed>, array<string, mixed>}>
     */
    private static function withinAnySize(iterable $vectors): iterable
    {
        foreach ($vectors as $name => [$input, $expect]) {
            $errors = array_filter([$expect['error'] ?? null, ...array_column($expect['steps'] ?? [], 'error')]);
            $messages = implode("\n", array_column($errors, 'message'));

            if (preg_match('/^Cart (items|conditions|metadata) data size|^Cart cannot contain more than/m', $messages) !== 1) {
                yield $name => [$input, $expect];
            }
        }
    }

    /**
     * As JSON what is kept as PHP's values. Nothing is an empty array there.
     *
     * @param array<string, mixed> $expect
     */
    protected function assertRow(array $expect): void
    {
        foreach (['items' => 'getItems', 'conditions' => 'getConditions'] as $column => $get) {
            $stored = json_encode($this->storage->{$get}('somebody', 'default'), JSON_THROW_ON_ERROR);
            $this->assertSame($expect["{$column}_json"] ?? '[]', $stored, $column);
        }

        $metadata = [];

        foreach ($this->storage->metadataKeys('somebody', 'default') as $key) {
            $metadata[$key] = $this->storage->getMetadata('somebody', 'default', $key);
        }

        $this->assertSame($expect['metadata_json'] ?? '[]', json_encode($metadata, JSON_THROW_ON_ERROR), 'metadata');
    }
}
