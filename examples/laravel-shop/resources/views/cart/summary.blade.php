    <h2 id="summary">Summary</h2>
    <dl>
@foreach ($summary as $line)
      <div class="{{ $line->kind }}">
        <dt>{{ $line->label }}</dt>
        <dd>{{ $line->amount }}</dd>
      </div>
@endforeach
    </dl>
