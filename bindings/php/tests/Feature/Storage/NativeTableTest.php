<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\TestCase;
use Illuminate\Database\Connection;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * The drivers `database` and `native-database` have the same table: what one has written, the other reads and writes on.
 */
final class NativeTableTest extends TestCase
{
    private Directory $directory;

    private Connection $database;

    private StorageInterface $byPdo;

    private StorageInterface $byEngine;

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
        $file = "{$this->directory->path}/carts.sqlite";
        touch($file);
        // Made by no manager, as in another process.
        $this->database = (new ConnectionFactory($this->app))->make(['driver' => 'sqlite', 'database' => $file, 'prefix' => '']);
        $this->app->instance('db.schema', $this->database->getSchemaBuilder());
        Facade::clearResolvedInstances();
        (require dirname(__DIR__, 3) . '/database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        $this->byPdo = new DatabaseStorage($this->database);
        $this->byEngine = new NativeStorage($file, NativeLayout::Table);
    }

    protected function tearDown(): void
    {
        $this->database->disconnect();
        parent::tearDown();
    }

    #[Test]
    public function theStoredTextIsTheSameToTheByte(): void
    {
        $this->fill(new Cart($this->byPdo, 'pdo'));
        $this->fill(new Cart($this->byEngine, 'engine'));

        $written = $this->row('engine');
        $this->assertSame($this->row('pdo'), $written);
        $this->assertStringContainsString('"name":"M\u00fcg \/ 1"', $written['items']);
        $this->assertStringContainsString('__cartwright_dynamic_conditions', $written['metadata']);
    }

    #[Test]
    public function eachGoesOnWithWhatTheOtherHasStored(): void
    {
        foreach ([[$this->byPdo, $this->byEngine], [$this->byEngine, $this->byPdo]] as $at => [$first, $second]) {
            $this->fill(new Cart($first, "both-{$at}"));
            [$one, $other] = [new Cart($first, "both-{$at}"), new Cart($second, "both-{$at}")];

            $this->assertSame($one->content(), $other->content());
            $other->update('7', ['quantity' => 1]);
            $other->removeCondition('vat');
            $other->setMetadata('note', 'later');
            $this->assertSame($other->content(), $one->content());
            $this->assertSame('later', $one->getMetadata('note'));
            $one->add('cup', 'Cup', 3);
            $this->assertSame(['7', 'cup'], array_map(strval(...), array_keys($other->content()['items'])));
        }

        $this->assertSame($this->row('both-0'), $this->row('both-1'));
    }

    /**
     * @return array<string, array{callable(Cart): mixed}>
     */
    public static function values(): array
    {
        $broken = "caf\xe9";

        return [
            'a name' => [static fn (Cart $cart) => $cart->add('mug', $broken, 1)],
            'an id' => [static fn (Cart $cart) => $cart->add($broken, 'Mug', 1)],
            'an attribute' => [static fn (Cart $cart) => $cart->add('mug', 'Mug', 1, 1, ['size' => $broken])],
            'an infinite attribute' => [static fn (Cart $cart) => $cart->add('mug', 'Mug', 1, 1, ['size' => INF])],
            'one of many' => [static fn (Cart $cart) => $cart->add([
                ['id' => 'cup', 'name' => 'Cup', 'price' => 1],
                ['id' => 'mug', 'name' => 'Mug', 'price' => 1, 'attributes' => ['size' => NAN]],
            ])],
            'an update' => [static fn (Cart $cart) => $cart->update('there', ['attributes' => ['size' => $broken]])],
            'a value of metadata' => [static fn (Cart $cart) => $cart->setMetadata('note', [$broken])],
            'a key of metadata' => [static fn (Cart $cart) => $cart->setMetadata($broken, 1)],
            'the key of the rules' => [static fn (Cart $cart) => $cart->setMetadata('__cartwright_dynamic_conditions', 1)],
            'an attribute of a condition' => [static fn (Cart $cart) => $cart->addCondition(
                new CartCondition('vat', 'tax', 'subtotal', '1%', ['x' => NAN]),
            )],
            'put items' => [static fn (Cart $cart) => $cart->storage()->putItems('customer', 'default', ['mug' => [NAN]])],
            'put metadata' => [static fn (Cart $cart) => $cart->storage()->putMetadata('customer', 'default', 'note', NAN)],
            'too much' => [static fn (Cart $cart) => $cart->setMetadata('note', str_repeat('x', 5000))],
            'too many' => [static fn (Cart $cart) => array_map(
                static fn (int $id) => $cart->add("i{$id}", 'Item', 1),
                range(1, 5),
            )],
            'what is there' => [static fn (Cart $cart) => [$cart->has($broken), $cart->getMetadata($broken), $cart->remove($broken)]],
        ];
    }

    #[Test]
    #[DataProvider('values')]
    public function whatJsonCannotHoldIsRefusedInTheSameWords(callable $call): void
    {
        config(['cart.limits.max_items' => 3, 'cart.limits.max_data_size_bytes' => 4000]);
        $said = [];

        foreach ([$this->byPdo, $this->byEngine] as $storage) {
            $cart = new Cart($storage, 'customer');
            $cart->add('there', 'There', 1);

            try {
                $said[] = [null, $call($cart), $cart->content()];
            } catch (Throwable $refusal) {
                $said[] = [$refusal::class, $refusal->getMessage(), $cart->content()];
            }

            $storage->forget('customer', 'default');
        }

        $this->assertEquals($said[0], $said[1]);
    }

    private function fill(Cart $cart): void
    {
        $cart->registerDynamicCondition(new CartCondition('RULED', 'discount', 'item', '-1', rules: [['min_lines' => 1]]));
        $cart->add('7', 'Müg / 1', 10.0, 2, ['size' => 'L', 'none' => []], [
            new CartCondition('VIP', 'discount', 'item', -1.5, ['why' => ['a' => 1.0]], 3),
        ], \ArrayObject::class);
        $cart->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%'));
        $cart->addShipping('Post', '4.90');
        $cart->setMetadata('note', ['ring' => 2.0, 'empty' => (object) []]);
        $cart->setMetadata('gone', 1)->removeMetadata('gone');
    }

    /**
     * @return array{items: ?string, conditions: ?string, metadata: ?string, version: int}
     */
    private function row(string $identifier): array
    {
        return (array) $this->database->table('carts')->where('identifier', $identifier)
            ->first(['items', 'conditions', 'metadata', 'version']);
    }
}
