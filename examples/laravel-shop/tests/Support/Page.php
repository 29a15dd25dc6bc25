<?php

declare(strict_types=1);

namespace Tests\Support;

use DOMDocument;
use DOMXPath;
use RuntimeException;

/**
 * What a browser got.
 */
final readonly class Page
{
    /**
     * @param array<string, list<string>> $headers by their names in lower case
     */
    public function __construct(public int $status, public array $headers, public string $body)
    {
    }

    public static function parse(string $answer): self
    {
        [$head, $body] = explode("\r\n\r\n", $answer, 2) + ['', ''];
        $lines = explode("\r\n", $head);
        $headers = [];

        foreach (array_slice($lines, 1) as $line) {
            [$name, $value] = explode(':', $line, 2) + ['', ''];
            $headers[strtolower($name)][] = trim($value);
        }

        return new self((int) (explode(' ', $lines[0])[1] ?? 0), $headers, $body);
    }

    public function header(string $name): ?string
    {
        return $this->headers[$name][0] ?? null;
    }

    /**
     * @return array<string, mixed>
     */
    public function json(): array
    {
        return json_decode($this->body, true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * The script that waits for news, its attributes by their names.
     *
     * @return array<string, string>
     */
    public function script(): array
    {
        preg_match('/<script([^>]* data-url=[^>]*)>/', $this->body, $tag);
        preg_match_all('/ ([\w-]+)="([^"]*)"/', $tag[1] ?? '', $found);

        return array_combine($found[1], array_map(html_entity_decode(...), $found[2]));
    }

    /**
     * Of a form, against requests from elsewhere.
     */
    public function token(): ?string
    {
        return preg_match('/name="_token" value="([^"]+)"/', $this->body, $found) === 1 ? $found[1] : null;
    }

    /**
     * Where the form goes whose address begins so.
     */
    public function action(string $path): string
    {
        preg_match('~action="https?://[^/"]+(' . preg_quote($path, '~') . '[^"]*)"~', $this->body, $found);

        return $found[1] ?? throw new RuntimeException("There is no form to {$path} on the page: " . substr($this->body, 0, 500));
    }

    /**
     * The text of what an XPath finds, with single spaces.
     *
     * @return list<string>
     */
    public function texts(string $path): array
    {
        $document = new DOMDocument();
        @$document->loadHTML('<?xml encoding="utf-8"?>' . $this->body);
        $texts = [];

        foreach ((new DOMXPath($document))->query($path) ?: [] as $node) {
            $texts[] = trim((string) preg_replace('/\s+/', ' ', $node->textContent));
        }

        return $texts;
    }

    /**
     * The quantities of the items that the page shows, by their ids.
     *
     * @return array<string, int>
     */
    public function quantities(): array
    {
        preg_match_all('/data-item="([^"]+)".*?class="quantity">(\d+)</s', $this->body, $found);

        return array_map(intval(...), array_combine($found[1], $found[2]));
    }

    /**
     * The lines of the summary, amounts by labels.
     *
     * @return array<string, string>
     */
    public function summary(): array
    {
        return array_combine($this->texts('//dl//dt'), $this->texts('//dl//dd'));
    }

    /**
     * What the page refuses.
     *
     * @return list<string>
     */
    public function refusals(): array
    {
        return $this->texts('//*[@role="alert"]');
    }
}
