<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\TestCase;
use Closure;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Collection;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Applications test their own code with a mocked connection, so which calls the storage makes on it is part of the
 * contract. A mock answers nothing that nobody has told it to: null for what insert() and update() return.
 */
final class MockedConnectionTest extends TestCase
{
    private const WHERE = [['where', 'identifier', 'customer'], ['where', 'instance', 'default']];

    /** @var list<list<mixed>> the calls on the connection and on the builders it gave out */
    private array $calls = [];

    /** @var array<string, mixed> what a builder answers, by method or by method and first argument */
    private array $answers = [];

    private DatabaseStorage $storage;

    protected function setUp(): void
    {
        parent::setUp();

        $connection = $this->createStub(ConnectionInterface::class);
        $connection->method('table')->willReturnCallback(function (mixed ...$arguments): Builder {
            $this->calls[] = ['table', ...array_filter($arguments, static fn (mixed $one): bool => $one !== null)];

            return $this->builder();
        });
        $connection->method('transaction')->willReturnCallback(function (Closure $work, int $attempts = 1): mixed {
            $this->calls[] = ['transaction', $attempts];

            return $work();
        });
        $this->storage = new DatabaseStorage($connection, 'baskets');
    }

    #[Test]
    public function aFirstWriteIsAnInsertInOneTransaction(): void
    {
        $this->storage->putItems('customer', 'default', ['a' => ['id' => 'a']]);

        $this->assertSame(
            [
                ['transaction', 1],
                ['table', 'baskets'], ...self::WHERE, ['first', ['id', 'version']],
                ['table', 'baskets'],
            ],
            array_slice($this->calls, 0, -1),
        );
        [$method, $row] = end($this->calls);
        $this->assertSame('insert', $method);
        $this->assertSame(
            ['id', 'identifier', 'instance', 'items', 'version', 'created_at', 'updated_at'],
            array_keys($row),
        );
        $this->assertSame(
            ['customer', 'default', '{"a":{"id":"a"}}', 1],
            [$row['identifier'], $row['instance'], $row['items'], $row['version']],
        );
        $this->assertMatchesRegularExpression('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/', $row['id']);
    }

    #[Test]
    public function aLaterWriteIsAnUpdateAtTheVersionThatWasRead(): void
    {
        $this->answers['first'] = (object) ['id' => '1', 'version' => 3];

        $this->storage->putConditions('customer', 'default', []);

        $this->assertSame(
            [
                ['transaction', 1],
                ['table', 'baskets'], ...self::WHERE, ['first', ['id', 'version']],
                ['table', 'baskets'], ...self::WHERE, ['where', 'version', 3],
            ],
            array_slice($this->calls, 0, -1),
        );
        [$method, $changes] = end($this->calls);
        $this->assertSame('update', $method);
        $this->assertSame(['conditions', 'version', 'updated_at'], array_keys($changes));
        $this->assertSame([null, 4], [$changes['conditions'], $changes['version']]);
    }

    #[Test]
    public function anUpdateThatTouchesNothingIsAConflict(): void
    {
        $this->answers = ['first' => (object) ['id' => '1', 'version' => 3], 'update' => 0, 'value version' => 5];

        try {
            $this->storage->putBoth('customer', 'default', [], []);
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException $conflict) {
            $this->assertSame([3, 5], [$conflict->getAttemptedVersion(), $conflict->getCurrentVersion()]);
        }
    }

    #[Test]
    public function metadataIsReadOnceAndWrittenInATransactionInATransaction(): void
    {
        $this->answers = ['first' => (object) ['id' => '1', 'version' => 3], 'value metadata' => '{"a":1}'];

        $this->storage->putMetadata('customer', 'default', 'b', 2);

        $methods = array_count_values(array_column($this->calls, 0));
        $this->assertSame(2, $methods['transaction']);
        $this->assertSame(1, $methods['first']);
        $this->assertSame(1, $methods['value']);
        $this->assertSame('{"a":1,"b":2}', end($this->calls)[1]['metadata']);
    }

    /**
     * @return array<string, array{Closure(DatabaseStorage): void}>
     */
    public static function writes(): array
    {
        return [
            'items' => [static fn ($storage) => $storage->putItems('customer', 'default', [])],
            'conditions' => [static fn ($storage) => $storage->putConditions('customer', 'default', [])],
            'both' => [static fn ($storage) => $storage->putBoth('customer', 'default', [], [])],
            'metadata' => [static fn ($storage) => $storage->putMetadata('customer', 'default', 'a', 1)],
        ];
    }

    #[Test]
    #[DataProvider('writes')]
    public function aWriteLocksTheRowOnceAndOnlyIfConfigured(Closure $write): void
    {
        $this->answers['first'] = (object) ['id' => '1', 'version' => 3];

        $write($this->storage);
        $this->assertNotContains(['lockForUpdate'], $this->calls);

        config(['cart.database.lock_for_update' => true]);
        $write($this->storage);
        $this->assertCount(1, array_keys($this->calls, ['lockForUpdate'], true));
    }

    /**
     * @return array<string, array{Closure(DatabaseStorage): mixed, list<list<mixed>>}>
     */
    public static function otherCalls(): array
    {
        $table = ['table', 'baskets'];
        $row = [$table, ...self::WHERE];
        $all = [$table, ['where', 'identifier', 'customer']];

        return [
            'has' => [static fn ($storage) => $storage->has('customer', 'default'), [...$row, ['exists']]],
            'forget' => [static fn ($storage) => $storage->forget('customer', 'default'), [...$row, ['delete']]],
            'forgetIdentifier' => [
                static fn ($storage) => $storage->forgetIdentifier('customer'),
                [...$all, ['delete']],
            ],
            'getInstances' => [
                static fn ($storage) => $storage->getInstances('customer'),
                [...$all, ['pluck', 'instance']],
            ],
            'getItems' => [
                static fn ($storage) => $storage->getItems('customer', 'default'),
                [...$row, ['value', 'items']],
            ],
            'getConditions' => [
                static fn ($storage) => $storage->getConditions('customer', 'default'),
                [...$row, ['value', 'conditions']],
            ],
            'getMetadata' => [
                static fn ($storage) => $storage->getMetadata('customer', 'default', 'a'),
                [...$row, ['value', 'metadata']],
            ],
            'flush' => [static fn ($storage) => $storage->flush(), [$table, ['truncate']]],
        ];
    }

    #[Test]
    #[DataProvider('otherCalls')]
    public function eachOtherMethodIsOneStatement(Closure $call, array $expected): void
    {
        $this->app->instance('env', 'testing');
        $this->answers['exists'] = true;

        $call($this->storage);

        $this->assertSame($expected, $this->calls);
    }

    #[Test]
    public function aSwapDeletesTheTargetsRowAndRenamesTheSources(): void
    {
        $this->answers = ['exists' => true, 'update' => 1];

        $this->assertTrue($this->storage->swapIdentifier('guest', 'customer', 'default'));

        $this->assertSame(
            [
                ['table', 'baskets'], ['where', 'identifier', 'guest'], ['where', 'instance', 'default'], ['exists'],
                ['transaction', 1],
                ['table', 'baskets'], ...self::WHERE, ['delete'],
                ['table', 'baskets'], ['where', 'identifier', 'guest'], ['where', 'instance', 'default'],
            ],
            array_slice($this->calls, 0, -1),
        );
        $this->assertSame('customer', end($this->calls)[1]['identifier']);
    }

    private function builder(): Builder
    {
        $builder = $this->createStub(Builder::class);

        foreach (['where', 'lockForUpdate'] as $method) {
            $answer = function (mixed ...$arguments) use ($builder, $method): Builder {
                $this->record($method, $arguments);

                return $builder;
            };
            $builder->method($method)->willReturnCallback($answer);
        }

        foreach (['first', 'value', 'exists', 'insert', 'update', 'delete', 'truncate'] as $method) {
            $builder->method($method)->willReturnCallback(function (mixed ...$arguments) use ($method): mixed {
                $this->record($method, $arguments);
                $column = is_string($arguments[0] ?? null) ? $arguments[0] : '';

                return $this->answers[$method] ?? $this->answers["{$method} {$column}"] ?? null;
            });
        }

        $builder->method('pluck')->willReturnCallback(function (mixed ...$arguments): Collection {
            $this->record('pluck', $arguments);

            return new Collection();
        });

        return $builder;
    }

    /**
     * @param list<mixed> $arguments with the defaults that PHPUnit fills in
     */
    private function record(string $method, array $arguments): void
    {
        while ($arguments !== [] && in_array(end($arguments), [null, 'and'], true)) {
            array_pop($arguments);
        }

        $this->calls[] = [$method, ...$arguments];
    }
}
