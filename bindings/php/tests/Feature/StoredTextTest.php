<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The text in the table: byte for byte the original's, so that both programs can read each other's carts.
 */
final class StoredTextTest extends DatabaseTestCase
{
    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartIsStoredAsTheOriginalEncodesIt(TestDatabase $on): void
    {
        $this->openOn($on);
        $gift = new CartCondition('GIFT', 'discount', 'item', '-1.50', ['from' => 'Zoë']);
        $sale = new CartCondition('50%/OFF', 'discount', 'subtotal', '-50%', [], 3);
        $cart = $this->cart();
        $attributes = ['size' => ['L', 'XL'], 'empty' => []];
        $cart->add('a/b', "Ü \u{1F9E5} \"x\"", 10.0, 2, $attributes, [$gift], CartItem::class);
        $cart->add('7', 'Seven', '19.99');
        $cart->addCondition($sale);

        $items = [
            'a/b' => [
                'id' => 'a/b', 'name' => "Ü \u{1F9E5} \"x\"", 'price' => 10.0, 'quantity' => 2,
                'attributes' => $attributes,
                'conditions' => ['GIFT' => $gift->toArray()], 'associated_model' => CartItem::class,
            ],
            7 => [
                'id' => '7', 'name' => 'Seven', 'price' => 19.99, 'quantity' => 1, 'attributes' => [],
                'conditions' => [], 'associated_model' => null,
            ],
        ];
        $this->assertSame(json_encode($items, JSON_THROW_ON_ERROR), $this->row()->items);
        $this->assertSame(json_encode(['50%/OFF' => $sale->toArray()], JSON_THROW_ON_ERROR), $this->row()->conditions);
        $this->assertNull($this->row()->metadata);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aNewRowIsLikeTheOriginals(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->cart()->add('a', 'A', 1);
        $row = $this->row();

        $this->assertMatchesRegularExpression(
            '/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/',
            $row->id,
        );
        $this->assertSame(['customer', 'default', 1], [$row->identifier, $row->instance, (int) $row->version]);
        $this->assertSame($row->created_at, $row->updated_at);
        $this->assertMatchesRegularExpression('/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/', $row->created_at);

        Carbon::setTestNow('2031-02-03 04:05:06');
        $this->cart()->add('a', 'A', 1);
        $this->assertSame('2031-02-03 04:05:06', $this->row()->updated_at);
        $this->assertSame($row->created_at, $this->row()->created_at);
        $this->assertSame($row->id, $this->row()->id);
        $this->assertSame(2, (int) $this->row()->version);
    }

    #[Test]
    #[DataProvider('databases')]
    public function rowsOfTheOriginalLoadAndWhatWeDoNotTouchStaysToTheByte(TestDatabase $on): void
    {
        $this->openOn($on);
        $shirt = '"shirt":{"id":"shirt","name":"T-Shirt","price":19.99,"quantity":2,'
            . '"attributes":{"size":"L","n":1.0e+25},'
            . '"conditions":{"0":{"name":"GIFT","type":"discount","target":"item","value":"-10%","attributes":[],'
            . '"order":0,"rules":null,"operator":"%","parsed_value":-0.1,"is_discount":true,"is_charge":false,'
            . '"is_percentage":true,"is_dynamic":false}},'
            . '"associated_model":{"class":"Gone\\\\Product","id":3,"data":{"id":3}},"own":"kept"}';
        $this->database->table('carts')->insert([
            'id' => 'c0ffee00-0000-4000-8000-000000000000', 'identifier' => 'customer', 'instance' => 'default',
            'items' => '{' . $shirt . '}', 'conditions' => '[]', 'metadata' => '{"note":"x"}', 'version' => 41,
        ]);
        $cart = $this->cart();

        $this->assertSame(35.98, $cart->total()->getAmount());
        $this->assertTrue($cart->get('shirt')->hasCondition('GIFT'));
        $cart->add('fig', 'Fig', 1);

        $row = $this->row();
        $this->assertStringStartsWith('{' . $shirt . ',"fig":{', $row->items);
        $this->assertSame('{"note":"x"}', $row->metadata);
        $this->assertSame('c0ffee00-0000-4000-8000-000000000000', $row->id);
        $this->assertSame(42, (int) $row->version);
    }

    /**
     * @return array<string, array{TestDatabase, ?string}>
     */
    public static function emptyColumns(): array
    {
        $rows = [];

        foreach (TestDatabase::ofEachKind() as $on) {
            $texts = ['[]', '{}', null] + ($on->isSqlite() ? [3 => '', 4 => '0'] : []);

            foreach ($texts as $text) {
                $rows['on ' . $on->value . ': ' . var_export($text, true)] = [$on, $text];
            }
        }

        return $rows;
    }

    #[Test]
    #[DataProvider('emptyColumns')]
    public function everyEmptyColumnOfTheOriginalIsAnEmptyCart(TestDatabase $on, ?string $text): void
    {
        $this->openOn($on);
        $this->database->table('carts')->insert([
            'id' => 'c0ffee00-0000-4000-8000-000000000000', 'identifier' => 'customer', 'instance' => 'default',
            'items' => $text, 'conditions' => $text, 'version' => 1,
        ]);
        $cart = $this->cart();

        $this->assertTrue($cart->isEmpty());
        $this->assertSame([], $cart->content()['conditions']);
        $cart->add('a', 'A', 1);
        $this->assertSame(['a' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aRowWithMetadataAloneIsACartThatCanBeFilled(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->storage()->putMetadata('customer', 'default', 'note', 'ring twice');

        $this->assertTrue($cart->isEmpty());
        $cart->add('a', 'A', 1);

        $this->assertSame('ring twice', $cart->storage()->getMetadata('customer', 'default', 'note'));
        $this->assertSame(['a' => 1], $this->stored());
        $this->assertSame(2, (int) $this->row()->version);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTableWithABigVersionWorks(TestDatabase $on): void
    {
        $this->openWithColumns($on, 'json', 'bigInteger');
        $cart = $this->cart();
        $cart->add('a', 'A', 1);
        $this->database->table('carts')->update(['version' => 5_000_000_000]);

        $cart->add('a', 'A', 1);
        $cart->add('a', 'A', 1);

        $this->assertSame(['a' => 3], $this->stored());
        $this->assertSame(5_000_000_002, (int) $this->row()->version);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aTableOfTheOriginalsMigrationWorks(TestDatabase $on): void
    {
        // PostgreSQL's jsonb writes the text anew: with spaces, and the keys sorted by length.
        $this->openWithColumns($on, 'jsonb', 'integer');
        $cart = $this->cart();
        $cart->add('pineapple', 'Pineapple', 19.99, 2, ['colour' => 'yellow', 'kg' => 1.5]);
        $cart->add('fig', 'Fig', 1);
        $cart->addCondition(new CartCondition('SALE', 'discount', 'subtotal', '-10%'));
        $this->rivalCart()->add('apple', 'Apple', 3);
        $cart->update('fig', ['quantity' => 1]);

        foreach ([$cart, $this->cart()] as $reader) {
            $this->assertHolds(['pineapple' => 2, 'fig' => 2, 'apple' => 1], $this->quantities($reader));
            $this->assertSame(40.48, $reader->total()->getAmount());
            $this->assertEquals(['colour' => 'yellow', 'kg' => 1.5], $reader->get('pineapple')->attributes->all());
        }

        $this->database->transaction(function () use ($cart): void {
            $cart->content();
            $cart->remove('fig');
            $cart->removeCondition('SALE');
        });
        $this->assertHolds(['pineapple' => 2, 'apple' => 1], $this->stored());
        $this->assertSame(42.98, $cart->total()->getAmount());
    }

    #[Test]
    public function theOrderThatJsonbGivesBackIsTheOneWeShow(): void
    {
        $this->openWithColumns(TestDatabase::PostgresReadCommitted, 'jsonb', 'integer');
        $cart = $this->cart();

        foreach (['pineapple', 'fig', 'apple'] as $id) {
            $cart->add($id, ucfirst($id), 1);
        }

        // Whoever wrote them still holds them as they came; who reads them anew gets them as they lie there.
        $this->assertSame(['fig', 'apple', 'pineapple'], array_keys($this->cart()->content()['items']));
    }

    private function openWithColumns(TestDatabase $on, string $json, string $version): void
    {
        $this->openOn($on);
        $schema = $this->database->getSchemaBuilder();
        $schema->drop('carts');
        $schema->create('carts', static function (Blueprint $table) use ($json, $version): void {
            $table->uuid('id')->primary();
            $table->string('identifier')->index();
            $table->string('instance')->default('default')->index();
            $table->{$json}('items')->nullable();
            $table->{$json}('conditions')->nullable();
            $table->{$json}('metadata')->nullable();
            $table->{$version}('version')->default(1)->index();
            $table->timestamps();
            $table->unique(['identifier', 'instance']);
        });
        $this->ownTable = true;
    }
}
